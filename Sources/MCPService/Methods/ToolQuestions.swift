import EventStore

/// Puts a tool's question to the person at the client, by the protocol's several round trips (2026-07-28).
struct ToolQuestions: Sendable {
    let seal: RequestSeal

    /// What is to be done about a call.
    enum Step: Sendable {
        /// Go on with these arguments.
        case call(JSONObject)
        /// Tell the client what is to be asked.
        case ask(JSONObject)
        /// The person said no.
        case refused(ToolError)
    }

    func step(
        _ tool: any Tool, _ arguments: JSONObject, _ request: Request, principal: String
    ) throws(RPCError) -> Step {
        let place = RequestSeal.Place(
            principal: principal, method: request.method, name: tool.definition.name, arguments: .object(arguments))
        // A state that was changed is an error, whether there is still something to ask or not.
        let state = try request.params["requestState"]?.string.map { text throws(RPCError) in
            try seal.open(text, for: place)
        }
        guard let asking = tool as? any AskingTool, let question = asking.question(about: arguments),
            Self.canAsk(request)
        else { return .call(arguments) }
        guard state?["key"]?.string == question.key, let answer = request.params["inputResponses"]?[question.key] else {
            return .ask(ask(question, for: place))
        }
        guard answer["action"] == "accept", let content = answer["content"]?.object,
            case .success(let checked) = SchemaValidator(schema: .object(question.schema)).validated(.object(content))
        else {
            return answer["action"] == "accept"
                ? .ask(ask(question, for: place)) : .refused(ToolError(.cancelled, "The person said no"))
        }
        guard let complete = question.answered(checked.object ?? [:]) else {
            return .refused(ToolError(.cancelled, "The person said no"))
        }
        return .call(complete)
    }

    private func ask(_ question: ToolQuestion, for place: RequestSeal.Place) -> JSONObject {
        [
            "resultType": "input_required", "inputRequests": .object([question.key: question.request]),
            "requestState": .string(seal.seal(["key": .string(question.key)], for: place)),
        ]
    }

    /// Forms are what a client means that says no more than that it can ask.
    private static func canAsk(_ request: Request) -> Bool {
        guard request.revision.isModern, let modes = request.capabilities["elicitation"]?.object else { return false }
        return modes.isEmpty || modes["form"] != nil
    }
}
