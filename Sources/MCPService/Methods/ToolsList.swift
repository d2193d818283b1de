import EventStore

/// `tools/list`: the tools in the order of registration, a page at a time.
struct ToolsList: Method {
    let name = "tools/list"
    let tools: ToolRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            let (page, next) = try Paging.page(of: tools.all, after: request.params["cursor"])
            var result: JSONObject = ["tools": .array(page.map { .object($0.definition.wire(for: request.revision)) })]
            if let next { result["nextCursor"] = next }
            return Outcome(.success(result.cacheable(3600, isPublic: true, for: request.revision)))
        } catch {
            return Outcome(.failure(error))
        }
    }
}
