import EventStore

/// A tool that gives its whole result itself, blocks and all, instead of one structured value.
protocol AnsweringTool: Tool {
    /// Whether it asks the client, or tells it something, while it runs: then the answer is a stream.
    var asksClient: Bool { get }

    func answer(_ arguments: JSONObject, in context: RequestContext) async -> Result<JSONObject, RPCError>
}
