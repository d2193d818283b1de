import EventStore
import Projections

/// `subscriptions/listen`: a request that stays open and tells of changes (2026-07-28).
struct SubscriptionsListen: Method {
    /// Open at once.
    static let limit = 1024

    let name = "subscriptions/listen"
    let feed: ChangeFeed
    let capabilities: ServerCapabilities
    let tasks: TaskWire?
    /// Beside those of the log.
    let others: (any TaskSource)?
    let streams = StreamCount(limit: limit)

    func exists(in revision: ProtocolRevision) -> Bool { revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let wanted = request.params["notifications"]?.object else {
            return Outcome(.failure(.invalidParams("'notifications' must be an object")))
        }
        do throws(RPCError) {
            let filter = try await honoured(SubscriptionFilter(wanted), request, context.owner)
            let outcome = await streams.admit { await listen(filter, request, context) }
            return outcome ?? Outcome(.failure(.internal("\(Self.limit) subscriptions are open, which is the limit")))
        } catch {
            return Outcome(.failure(error))
        }
    }

    /// Those lists that may change, and of its resources those that exist here; of tasks only where the client knows the
    /// extension.
    private func honoured(
        _ filter: SubscriptionFilter, _ request: Request, _ owner: String?
    ) async throws(RPCError) -> SubscriptionFilter {
        if !filter.tasks.isEmpty { try request.require(extension: MetaKey.tasks) }
        var honoured = filter
        if !capabilities.listsChange { (honoured.tools, honoured.prompts) = (false, false) }
        honoured.uris = filter.uris.filter { feed.resources.find($0, for: owner) != nil }
        honoured.tasks = []
        for id in filter.tasks {
            let task = tasks?.status(of: id)
            // Somebody else's is as good as none.
            let isOwn = task.map { owner == nil || $0.principal == owner } ?? false
            let isKnown = if isOwn { true } else { await others?.detailed(id) != nil }
            if isKnown { honoured.tasks.append(id) }
        }
        return honoured
    }

    private func listen(_ filter: SubscriptionFilter, _ request: Request, _ context: RequestContext) async -> Outcome {
        let meta: JSON = .object([MetaKey.subscriptionId: request.id.json])
        // What happens while the acknowledgement is under way is told after it.
        let start = feed.log.head
        context.notify(
            Answer.notification(
                "notifications/subscriptions/acknowledged", ["notifications": filter.json, "_meta": meta]))
        await withTaskGroup(of: Void.self) { group in
            if let others, !filter.tasks.isEmpty {
                group.addTask { await watch(filter.tasks, of: others, meta, context) }
            }
            await feed.follow(after: start, for: context.owner, { filter }) { change, _ in
                guard let params = await params(of: change, meta) else { return }
                context.notify(Answer.notification(change.method, params))
            }
            group.cancelAll()
        }
        return Outcome(.success(["_meta": meta]))
    }

    /// Tells of tasks that are not in the log: it looks, as nothing tells it.
    private func watch(
        _ ids: [String], of others: any TaskSource, _ meta: JSON, _ context: RequestContext
    ) async {
        var known: [String: JSON] = [:]
        // Ends with the group: a sleep that is cancelled throws.
        while (try? await Task.sleep(for: .milliseconds(100))) != nil {
            for id in ids {
                guard var task = await others.detailed(id) else { continue }
                guard known.updateValue(task["status"] ?? .null, forKey: id) != task["status"] else { continue }
                task["_meta"] = meta
                context.notify(Answer.notification("notifications/tasks", task))
            }
        }
    }

    private func params(of change: ChangeFeed.Change, _ meta: JSON) async -> JSONObject? {
        var params: JSONObject = [:]
        if let uri = change.uri { params["uri"] = .string(uri) }
        if let task = change.task {
            guard let tasks, let status = await tasks.current(task) else { return nil }
            params = tasks.detailed(status)
        }
        params["_meta"] = meta
        return params
    }
}
