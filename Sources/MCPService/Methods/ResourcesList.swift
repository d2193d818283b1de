import EventStore

/// `resources/list`: dashboards, the latest tasks and their files, a page at a time.
struct ResourcesList: Method {
    let name = "resources/list"
    let resources: ResourceRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        var entries: [ResourceEntry] = []
        for kind in resources.all { entries += await kind.list(for: context.owner) }
        entries.removeAll { resources.find($0.uri, for: context.owner) == nil }
        do throws(RPCError) {
            let (page, next) = try Paging.page(of: entries, after: request.params["cursor"])
            var result: JSONObject = ["resources": .array(page.map { $0.wire(for: request.revision) })]
            if let next { result["nextCursor"] = next }
            return Outcome(.success(result.cacheable(0, isPublic: false, for: request.revision)))
        } catch {
            return Outcome(.failure(error))
        }
    }
}
