import AsyncHTTPClient
import EventStore
import Foundation
import MCPService
import NIOCore
import NIOHTTP1

/// Passes the messages of standard input on to a running service, and its answers back.
struct StdioBridge: Sendable {
    private static let versionKey = "io.modelcontextprotocol/protocolVersion"

    private static let scope = "stdio"

    let url: String
    private let cancellations = CancellationTable()

    init(url: String) { self.url = url }

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
                        let response = await relay(request, with: client, to: output, answering: message)
                        let isFirst = session == nil
                        session = response?.headers.first(name: "mcp-session-id")
                        version = message["params"]?["protocolVersion"]?.string
                        // It hears of what happens after this: so it must be open before the next message goes out.
                        if isFirst, let session, let stream = await listen(session, version, with: client) {
                            group.addTask { await passOn(stream, to: output) }
                        }
                    } else {
                        cancelIfAsked(message)
                        group.addTask { await pass(request, with: client, to: output, answering: message) }
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

    /// Where a client gives a request up, its connection ends; that is how the service hears of it in 2026-07-28.
    private func cancelIfAsked(_ message: JSON) {
        guard message["method"] == "notifications/cancelled", let id = RequestID(message["params"]?["requestId"])
        else { return }
        cancellations.cancel(id, in: Self.scope)
    }

    private func pass(
        _ request: HTTPClientRequest, with client: HTTPClient, to output: LineOutput, answering message: JSON
    ) async {
        guard let id = RequestID(message["id"]), message["method"] != nil else {
            _ = await relay(request, with: client, to: output, answering: message)
            return
        }
        _ = await cancellations.run(id, in: Self.scope) {
            await relay(request, with: client, to: output, answering: message)
        }
    }

    /// Opens the stream of what a session is told unasked; nil where the service has none.
    private func listen(_ session: String, _ version: String?, with client: HTTPClient) async -> HTTPClientResponse? {
        var request = HTTPClientRequest(url: url)
        request.headers = ["accept": "text/event-stream", "mcp-session-id": session]
        if let version { request.headers.add(name: "mcp-protocol-version", value: version) }
        ServiceCredential.add(to: &request)
        let response = try? await client.execute(request, timeout: .hours(24 * 365))
        return response?.status == .ok ? response : nil
    }

    private func passOn(_ stream: HTTPClientResponse, to output: LineOutput) async {
        // A stream that breaks off has ended: there is no answer that would be missed.
        try? await write(stream, to: output)
    }

    private func write(_ response: HTTPClientResponse, to output: LineOutput) async throws {
        var events = EventStreamReader()
        for try await chunk in response.body {
            for message in events.messages(in: Array(chunk.readableBytesView)) { output.write(message) }
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
            if let name = (params?["name"] ?? params?["uri"] ?? params?["taskId"])?.string {
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
    ) async -> HTTPClientResponse? {
        do {
            let response = try await client.execute(request, timeout: .hours(2))
            if response.headers.first(name: "content-type")?.hasPrefix("text/event-stream") == true {
                try await write(response, to: output)
            } else {
                let body = try await response.body.collect(upTo: 16 << 20)
                if let answer = try? JSON(parsing: Array(body.readableBytesView)) { output.write(answer) }
            }
            return response
        } catch {
            guard !Task.isCancelled, let id = message["id"] else { return nil }
            let fault: JSON = ["code": -32603, "message": .string("the service at \(url) does not answer")]
            output.write(["jsonrpc": "2.0", "id": id, "error": fault])
            return nil
        }
    }
}
