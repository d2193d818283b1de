import EventStore

/// `resources/read`: what a resource holds.
struct ResourcesRead: Method {
    let name = "resources/read"
    let resources: ResourceRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let uri = request.params["uri"]?.string else {
            return Outcome(.failure(.invalidParams("'uri' must be a string")))
        }
        do throws(RPCError) {
            let contents = try await resources.read(uri, revision: request.revision, for: context.owner)
            let result: JSONObject = ["contents": .array(contents.map(\.json))]
            return Outcome(.success(result.cacheable(0, isPublic: false, for: request.revision)))
        } catch {
            return Outcome(.failure(error))
        }
    }
}
