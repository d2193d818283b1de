import EventStore
import MCPService

/// A tool that gives back what it was given, or refuses, or never ends: as its text asks.
struct EchoTool: Tool {
    let definition = ToolDefinition(
        name: "echo", title: "Echo", description: "Gives back a text.", category: "test",
        inputSchema: [
            "type": "object",
            "properties": [
                "text": ["type": "string", "minLength": 1, "maxLength": 20],
                "times": ["type": "integer", "minimum": 1, "maximum": 3, "default": 1],
            ], "required": ["text"], "additionalProperties": false,
        ],
        outputSchema: ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"]],
        isReadOnly: true, waitsForTask: true)

    func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let text = arguments["text"]?.string ?? ""
        switch text {
        case "refuse": throw ToolError(.failed, "I will not", hint: "ask for something else")
        case "hang":
            while !Task.isCancelled { await Task.yield() }
            throw ToolError(.cancelled, "The call was cancelled")
        default:
            context.progress(0.5, "half way")
            return ["text": .string(String(repeating: text, count: arguments["times"]?.int ?? 1))]
        }
    }
}

/// A pipeline over a log in memory, with the echo tool.
struct Bench {
    let log = InMemoryEventLog()
    let pipeline: RequestPipeline

    static let identity = ServerIdentity(name: "test", title: "Test", version: "1", instructions: "Try it.")

    init() {
        pipeline = RequestPipeline(log: log, tools: ToolRegistry([EchoTool()]), server: Self.identity)
    }

    func request(
        _ method: String, _ params: JSONObject = [:], revision: ProtocolRevision = .modern, trace: TraceContext? = nil
    ) -> Request {
        Request(
            id: .int(1), method: method, params: params, revision: revision,
            origin: RequestOrigin(transport: .http, connection: "c1", trace: trace))
    }

    func answer(
        _ method: String, _ params: JSONObject = [:], revision: ProtocolRevision = .modern
    ) async -> Result<JSONObject, RPCError> {
        await pipeline.result(of: request(method, params, revision: revision))
    }
}
