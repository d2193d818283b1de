import EventStore

/// `completion/complete`: values of a prompt's argument or of a resource's name that begin as what was typed.
struct CompletionComplete: Method {
    /// Values in one answer, by the specification.
    static let limit = 100

    let name = "completion/complete"
    let prompts: PromptRegistry
    let resources: ResourceRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            let values = try await values(request.params, for: context.owner)
            let shown = values.prefix(Self.limit)
            return Outcome(
                .success([
                    "completion": [
                        "values": .array(shown.map(JSON.string)), "total": .int(values.count),
                        "hasMore": .bool(values.count > shown.count),
                    ]
                ]))
        } catch {
            return Outcome(.failure(error))
        }
    }

    private func values(_ params: JSONObject, for owner: String?) async throws(RPCError) -> [String] {
        guard let argument = params["argument"]?["name"]?.string, let typed = params["argument"]?["value"]?.string
        else {
            throw .invalidParams("'argument' must have a 'name' and a 'value', both strings")
        }
        let prefix = String(typed.prefix(200))
        switch params["ref"]?["type"] {
        case "ref/prompt":
            let name = params["ref"]?["name"]?.string ?? ""
            guard let prompt = prompts[name] else { throw prompts.unknown(name) }
            guard prompt.definition.arguments.contains(where: { $0.name == argument }) else {
                throw .invalidParams("'\(argument.prefix(64))' is no argument of \(name)")
            }
            return await prompt.complete(argument, prefix)
        case "ref/resource":
            let template = params["ref"]?["uri"]?.string ?? ""
            guard let kind = resources.kind(ofTemplate: template) else {
                throw .invalidParams("'\(template.prefix(200))' is no template of a resource here")
            }
            return await kind.complete(argument, prefix, for: owner)
        default: throw .invalidParams("'ref.type' must be 'ref/prompt' or 'ref/resource'")
        }
    }
}
