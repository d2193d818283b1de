import Foundation

@testable import VideoTools

/// A small HTTP server of its own process that answers chat requests as a test tells it to.
enum ChatServer {
    /// Runs `body` with the server's base URL; `status` lists the status of each answer, the last one repeated.
    static func with<Value: Sendable>(
        statuses: [Int], content: String, delay: Double = 0, _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let program = ExternalProgram(executable: "python3", timeout: .seconds(600), grace: .milliseconds(200))
        let settings = [
            "STATUSES": statuses.map(String.init).joined(separator: ","), "CONTENT": content, "DELAY": "\(delay)",
        ]
        let (lines, feed) = AsyncStream<String>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                _ = try? await program.run(["-c", code], environment: settings) { feed.yield($0) }
            }
            defer { group.cancelAll() }
            var iterator = lines.makeAsyncIterator()
            let port = await iterator.next() ?? "0"
            return try await body("http://127.0.0.1:\(port)/v1")
        }
    }

    private static let code = """
        import http.server, json, os, time
        statuses = [int(s) for s in os.environ["STATUSES"].split(",")]
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                time.sleep(float(os.environ["DELAY"]))
                status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
                seen = " ".join([self.path, self.headers["authorization"] or "", body["messages"][1]["content"]])
                content = os.environ["CONTENT"].replace("{request}", seen)
                reply = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)
            def log_message(self, *arguments): pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """
}
