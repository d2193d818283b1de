import EventStore
import MCPService

/// Calls tools of a service within this process.
struct EmbeddedClient: ServiceClient {
    let pipeline: RequestPipeline
    let connection: String

    func call(
        _ tool: String, _ arguments: JSONObject, progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> JSONObject {
        let request = Request(
            id: .int(1), method: "tools/call",
            params: ["name": .string(tool), "arguments": .object(arguments), "_meta": ["progressToken": "call"]],
            revision: .modern,
            origin: RequestOrigin(transport: .stdio, connection: connection, client: "moneyprinter call"))
        let response = await pipeline.response(to: request) { notification in
            let params = notification["params"]
            if let done = params?["progress"]?.number { progress(done, params?["message"]?.string ?? "") }
        }
        return try ToolAnswer.result(in: response.message)
    }
}
