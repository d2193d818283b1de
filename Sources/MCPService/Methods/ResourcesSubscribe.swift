import EventStore

/// `resources/subscribe` and `resources/unsubscribe` (up to 2025-11-25): the session hears of changes.
struct ResourcesSubscribe: Method {
    let name: String
    let resources: ResourceRegistry
    let subscriptions: SessionSubscriptions

    /// - Parameter ends: true for `resources/unsubscribe`.
    init(resources: ResourceRegistry, subscriptions: SessionSubscriptions, ends: Bool = false) {
        name = ends ? "resources/unsubscribe" : "resources/subscribe"
        self.resources = resources
        self.subscriptions = subscriptions
    }

    func exists(in revision: ProtocolRevision) -> Bool { !revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let uri = request.params["uri"]?.string else {
            return Outcome(.failure(.invalidParams("'uri' must be a string")))
        }
        if name == "resources/unsubscribe" {
            subscriptions.remove(uri, for: request.origin.scope)
            return Outcome(.success([:]))
        }
        guard resources.find(uri, for: context.owner) != nil else {
            return Outcome(.failure(RPCError(-32002, "Resource not found", data: ["uri": .string(uri)])))
        }
        guard subscriptions.add(uri, for: request.origin.scope) else {
            return Outcome(
                .failure(.invalidParams("a session may subscribe to \(SubscriptionFilter.resourceLimit) resources")))
        }
        return Outcome(.success([:]))
    }
}
