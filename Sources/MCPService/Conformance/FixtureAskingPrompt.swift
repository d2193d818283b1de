import EventStore

/// The suite's prompt that asks the person at the client before it is one (2026-07-28).
struct FixtureAskingPrompt: AnsweringPrompt {
    private static let requests: JSONObject = [
        "user_context": Fixture.question("What context should the prompt use?", "context")
    ]

    let definition = PromptDefinition(
        name: "test_input_required_result_prompt", title: "test_input_required_result_prompt",
        description: "A prompt of the conformance suite that asks first")

    func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage] {
        throw ToolError(.failed, "\(definition.name) asks the client, which needs revision 2026-07-28")
    }

    func answer(_ arguments: [String: String], in context: RequestContext) async -> Result<JSONObject, RPCError> {
        let given = context.request.params["inputResponses"]?["user_context"]
        do throws(RPCError) {
            guard FixtureInputs.answers(Self.requests["user_context"] ?? .null, given) else {
                return try FixtureInputs.ask(Self.requests, nil, context)
            }
        } catch { return .failure(error) }
        let text = "The context is: \(FixtureInputs.field("context", of: given))"
        return .success(["messages": [PromptMessage(.text(text)).json]])
    }
}
