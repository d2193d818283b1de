import EventStore

/// `resources/templates/list`: how the names of resources are made.
struct ResourceTemplatesList: Method {
    let name = "resources/templates/list"
    let resources: ResourceRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        do throws(RPCError) {
            let templates = resources.all.map(\.definition).filter { $0.uriTemplate.contains("{") }
            let (page, next) = try Paging.page(of: templates, after: request.params["cursor"])
            var result: JSONObject = ["resourceTemplates": .array(page.map { $0.wire(for: request.revision) })]
            if let next { result["nextCursor"] = next }
            return Outcome(.success(result.cacheable(3600, isPublic: true, for: request.revision)))
        } catch {
            return Outcome(.failure(error))
        }
    }
}
