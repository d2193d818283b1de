import EventStore

/// A tool of the official conformance suite: what it does is fixed by the suite (`serve --conformance`).
struct FixtureTool: AnsweringTool {
    typealias Body = @Sendable (JSONObject, RequestContext) async -> Result<JSONObject, RPCError>

    let definition: ToolDefinition
    let asksClient: Bool
    private let body: Body

    init(
        _ name: String, _ description: String, _ properties: [(String, JSON)] = [], schema: JSONObject? = nil,
        streams: Bool = false, _ body: @escaping Body
    ) {
        definition = ToolDefinition(
            name: name, title: name, description: description, category: "conformance",
            inputSchema: schema ?? ["type": "object", "properties": .object(JSONObject(properties))], outputSchema: [:],
            isReadOnly: true, waitsForTask: streams)
        self.body = body
        asksClient = streams
    }

    func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        throw ToolError(.failed, "\(definition.name) is a fixture of the conformance suite, for MCP only")
    }

    func answer(_ arguments: JSONObject, in context: RequestContext) async -> Result<JSONObject, RPCError> {
        await body(arguments, context)
    }
}

/// Short forms for the results of fixtures.
enum Fixture {
    /// A red dot.
    static let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    /// A moment of silence: a WAV file without a sample.
    static let wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="

    static func text(_ text: String) -> JSON { ["type": "text", "text": .string(text)] }

    static var image: JSON { ["type": "image", "data": .string(png), "mimeType": "image/png"] }

    static func resource(_ uri: String, _ type: String, _ text: String) -> JSON {
        ["type": "resource", "resource": ["uri": .string(uri), "mimeType": .string(type), "text": .string(text)]]
    }

    static func result(_ blocks: JSON..., isError: Bool = false) -> Result<JSONObject, RPCError> {
        .success(["content": .array(blocks), "isError": .bool(isError)])
    }

    /// An elicitation with one text to fill in.
    static func question(_ message: String, _ field: String) -> JSON {
        elicitation(message, [field: ["type": "string"]], required: [field])
    }

    static func elicitation(_ message: String, _ properties: JSONObject, required: [String]) -> JSON {
        [
            "method": "elicitation/create",
            "params": [
                "mode": "form", "message": .string(message),
                "requestedSchema": [
                    "type": "object", "properties": .object(properties), "required": .array(required.map(JSON.string)),
                ],
            ],
        ]
    }

    static func sampling(_ text: String) -> JSON {
        [
            "method": "sampling/createMessage",
            "params": [
                "messages": [["role": "user", "content": Fixture.text(text)]], "maxTokens": 100,
            ],
        ]
    }

    static let roots: JSON = ["method": "roots/list", "params": [:]]
}
