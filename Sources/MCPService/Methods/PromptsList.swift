import EventStore

/// `prompts/list`: the prompts in the order of registration, a page at a time.
struct PromptsList: Method {
    let name = "prompts/list"
    let prompts: PromptRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            let (page, next) = try Paging.page(of: prompts.all, after: request.params["cursor"])
            var result: JSONObject = ["prompts": .array(page.map { $0.definition.wire(for: request.revision) })]
            if let next { result["nextCursor"] = next }
            return Outcome(.success(result.cacheable(3600, isPublic: true, for: request.revision)))
        } catch {
            return Outcome(.failure(error))
        }
    }
}
