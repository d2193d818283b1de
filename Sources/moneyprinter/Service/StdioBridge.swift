import AsyncHTTPClient
import EventStore
import Foundation
import MCPService
import NIOCore
import NIOHTTP1

/// Passes the messages of standard input on to a running service, and its answers back.
struct StdioBridge: Sendable {
    private static let versionKey = "io.modelcontextprotocol/protocolVersion"

    let url: String

    func run(lines: some AsyncSequence<[UInt8], any Error> & Sendable) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .once)
        let output = LineOutput(.standardOutput)
        var version: String?
        var session: String?
        do {
            try await withThrowingDiscardingTaskGroup { group in
                for try await line in lines {
                    guard let message = try? JSON(parsing: line) else {
                        output.write(
                            ["jsonrpc": "2.0", "error": ["code": -32700, "message": "Parse error"]])
                        continue
                    }
                    let request = request(for: message, version: version, session: session)
                    if message["method"] == "initialize" {
                        // The handshake must be over before what follows it can name its outcome.
                        let response = try await relay(request, with: client, to: output, answering: message)
                        session = response?.headers.first(name: "mcp-session-id")
                        version = message["params"]?["protocolVersion"]?.string
                    } else {
                        group.addTask { _ = try await relay(request, with: client, to: output, answering: message) }
                    }
                }
                group.cancelAll()
            }
            try await client.shutdown()
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func request(for message: JSON, version: String?, session: String?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["content-type": "application/json", "accept": "application/json, text/event-stream"]
        let params = message["params"]
        if let modern = params?["_meta"]?[Self.versionKey]?.string {
            request.headers.add(name: "mcp-protocol-version", value: modern)
            request.headers.add(name: "mcp-method", value: message["method"]?.string ?? "")
            if let name = (params?["name"] ?? params?["uri"])?.string {
                request.headers.add(name: "mcp-name", value: "=?base64?\(Data(name.utf8).base64EncodedString())?=")
            }
        } else {
            if let version { request.headers.add(name: "mcp-protocol-version", value: version) }
            if let session { request.headers.add(name: "mcp-session-id", value: session) }
        }
        ServiceCredential.add(to: &request)
        request.body = .bytes(ByteBuffer(bytes: message.bytes))
        return request
    }

    private func relay(
        _ request: HTTPClientRequest, with client: HTTPClient, to output: LineOutput,
        answering message: JSON
    ) async throws -> HTTPClientResponse? {
        do {
            let response = try await client.execute(request, timeout: .hours(2))
            if response.headers.first(name: "content-type")?.hasPrefix("text/event-stream") == true {
                var events = EventStreamReader()
                for try await chunk in response.body {
                    for message in events.messages(in: Array(chunk.readableBytesView)) {
                        output.write(message)
                    }
                }
            } else {
                let body = try await response.body.collect(upTo: 16 << 20)
                if let answer = try? JSON(parsing: Array(body.readableBytesView)) { output.write(answer) }
            }
            return response
        } catch {
            guard let id = message["id"] else { return nil }
            let fault: JSON = ["code": -32603, "message": .string("the service at \(url) does not answer")]
            output.write(["jsonrpc": "2.0", "id": id, "error": fault])
            return nil
        }
    }
}
