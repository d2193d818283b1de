import EventStore

/// How a request ended: what the client is told, and what the log notes of a tool.
struct Outcome: Sendable {
    /// What a tool call came to, for `tool.completed`.
    struct ToolNote: Sendable {
        let tool: String
        let outcome: ToolCompleted.Outcome
        let result: JSON
        /// Whether the result was at hand; nil where nobody looked.
        var cache: ToolCache.Use?
    }

    let answer: Result<JSONObject, RPCError>
    let tool: ToolNote?

    init(_ answer: Result<JSONObject, RPCError>, tool: ToolNote? = nil) {
        self.answer = answer
        self.tool = tool
    }
}
