import EventStore

/// `prompts/get`: a prompt's messages, filled in.
struct PromptsGet: Method {
    /// Characters of one argument.
    static let argumentLimit = 4000

    let name = "prompts/get"
    let prompts: PromptRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            guard let name = request.params["name"]?.string else { throw .invalidParams("'name' must be a string") }
            guard let prompt = prompts[name] else { throw prompts.unknown(name) }
            let arguments = try Self.arguments(request.params["arguments"], of: prompt.definition)
            if request.revision.isModern, let whole = prompt as? any AnsweringPrompt {
                return Outcome(await whole.answer(arguments, in: context))
            }
            return Outcome(.success(try await Self.messages(of: prompt, arguments)))
        } catch {
            return Outcome(.failure(error))
        }
    }

    private static func messages(
        of prompt: any Prompt, _ arguments: [String: String]
    ) async throws(RPCError) -> JSONObject {
        do throws(ToolError) {
            let messages = try await prompt.messages(arguments)
            return [
                "description": .string(prompt.definition.description), "messages": .array(messages.map(\.json)),
            ]
        } catch {
            throw .invalidParams(error.description)
        }
    }

    private static func arguments(
        _ json: JSON?, of definition: PromptDefinition
    ) throws(RPCError) -> [String: String] {
        guard let object = (json ?? [:]).object else {
            throw .invalidParams("'arguments' must be an object of strings")
        }
        let known = definition.arguments.map(\.name)
        var arguments: [String: String] = [:]
        for member in object.members {
            guard known.contains(member.key) else {
                throw .invalidParams(
                    "'\(member.key.prefix(64))' is no argument of \(definition.name); there are \(known.joined(separator: ", "))"
                )
            }
            guard let text = member.value.string, text.count <= argumentLimit else {
                throw .invalidParams("'\(member.key)' must be a string of at most \(argumentLimit) characters")
            }
            arguments[member.key] = text
        }
        for argument in definition.arguments where argument.isRequired && arguments[argument.name, default: ""].isEmpty
        {
            throw .invalidParams("'\(argument.name)' is required")
        }
        return arguments
    }
}
