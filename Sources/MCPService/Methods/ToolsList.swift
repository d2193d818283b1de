import EventStore

/// `tools/list`: every tool in the order of registration, on one page.
struct ToolsList: Method {
    let name = "tools/list"
    let tools: ToolRegistry

    func exists(in revision: ProtocolRevision) -> Bool { true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        if let cursor = request.params["cursor"] {
            return Outcome(.failure(.invalidParams("'cursor' \(cursor.text) was not given by this service")))
        }
        var result: JSONObject = [
            "tools": .array(tools.all.map { .object($0.definition.wire(for: request.revision)) })
        ]
        if request.revision.isModern {
            result["ttlMs"] = 3_600_000
            result["cacheScope"] = "public"
        }
        return Outcome(.success(result))
    }
}
