import EventStore

/// A prompt that gives its whole result itself, because it may ask the client something first.
protocol AnsweringPrompt: Prompt {
    func answer(_ arguments: [String: String], in context: RequestContext) async -> Result<JSONObject, RPCError>
}
