import AsyncHTTPClient
import EventStore
import Foundation
import NIOCore
import NIOHTTP1

extension HTTPClient.Configuration {
    /// One refused connection is the answer; by default the client tries until the time is up.
    static var once: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

/// Calls tools over Streamable HTTP, revision 2026-07-28.
struct HTTPServiceClient: ServiceClient {
    private static let version = "2026-07-28"
    private static let prefix = "io.modelcontextprotocol/"

    /// Such as `http://127.0.0.1:8081`.
    let url: String
    let client: HTTPClient
    /// The trace that the calls belong to.
    let trace: TraceContext

    func call(
        _ tool: String, _ arguments: JSONObject, progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> JSONObject {
        let message: JSON = [
            "jsonrpc": "2.0", "id": .string(SpanID.random().hex), "method": "tools/call",
            "params": [
                "name": .string(tool), "arguments": .object(arguments),
                "_meta": [
                    Self.prefix + "protocolVersion": .string(Self.version), Self.prefix + "clientCapabilities": [:],
                    Self.prefix + "clientInfo": ["name": "moneyprinter call", "version": .string(Composition.version)],
                    "progressToken": "call", "traceparent": .string(trace.traceparent),
                ],
            ],
        ]
        var request = HTTPClientRequest(url: url + "/mcp")
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "accept": "application/json, text/event-stream",
            "mcp-protocol-version": Self.version, "mcp-method": "tools/call", "mcp-name": tool,
        ]
        ServiceCredential.add(to: &request)
        request.body = .bytes(ByteBuffer(bytes: message.bytes))
        return try ToolAnswer.result(in: try await send(request, progress))
    }

    private func send(
        _ request: HTTPClientRequest, _ progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> JSON {
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .hours(2))
        } catch {
            throw Failure("no service answers at \(url) (\(error)); start one with 'moneyprinter serve', or use --data")
        }
        guard response.headers.first(name: "content-type")?.hasPrefix("text/event-stream") == true else {
            let body = try await response.body.collect(upTo: 16 << 20)
            return try JSON(parsing: Array(body.readableBytesView))
        }
        var events = EventStreamReader()
        for try await chunk in response.body {
            for message in events.messages(in: Array(chunk.readableBytesView)) {
                guard message["method"] != nil else { return message }
                let params = message["params"]
                if let done = params?["progress"]?.number { progress(done, params?["message"]?.string ?? "") }
            }
        }
        throw Failure("the service ended its stream without an answer")
    }
}
