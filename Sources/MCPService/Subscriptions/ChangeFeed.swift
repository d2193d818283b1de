import EventStore

/// Tells of changes as the log brings them: one more reader of it.
struct ChangeFeed: Sendable {
    let log: any EventLog
    let resources: ResourceRegistry
    /// Between two rounds of notifications: what changes meanwhile is told once.
    var pause = Duration.milliseconds(500)

    /// One notification to send.
    struct Change: Hashable, Sendable {
        let method: String
        let uri: String?
        var task: String?
    }

    /// What is to be told in the next round, each once, in the order in which it came.
    private struct Round {
        private var known: Set<Change> = []
        private(set) var changes: [Change] = []
        private(set) var begin = ContinuousClock.now

        mutating func add(_ more: [Change]) {
            if changes.isEmpty { begin = .now }
            for change in more where known.insert(change).inserted { changes.append(change) }
        }
    }

    /// Tells of what `filter` names until the calling task is cancelled or the log closes.
    ///
    /// - Parameters:
    ///   - owner: whose tasks alone it may tell of; nil for everybody's.
    ///   - everything: where the filter may become wider than it is now.
    ///   - filter: asked at every round, as a session may change what it wants.
    ///   - tell: gets a change, and the position up to which the log has been told of.
    func follow(
        after position: Position, for owner: String?, everything: Bool = false,
        _ filter: @Sendable () -> SubscriptionFilter,
        _ tell: @Sendable (Change, Position) async -> Void
    ) async {
        var (round, next) = (Round(), ContinuousClock.now)
        do {
            for try await page in log.subscribe(to: everything ? .all : selection(filter()), after: position) {
                round.add(changes(in: page.events, for: owner, filter()))
                if round.changes.isEmpty { continue }
                // Whoever is behind reads on first: a pause for each page would leave them ever further behind.
                if !page.isLast, ContinuousClock.now < round.begin + pause { continue }
                if ContinuousClock.now < next { try await Task.sleep(until: next) }
                for change in round.changes { await tell(change, page.through) }
                (round, next) = (Round(), .now + pause)
            }
        } catch {
            // Cancelled while it paused, or a log that cannot be read: the subscription is over either way.
            return
        }
    }

    /// Traces and dashboards are made of everything, the rest of tasks.
    private func selection(_ filter: SubscriptionFilter) -> Selection {
        let isWide = filter.uris.contains { uri in
            ResourceURI(uri).map { !["task", "script", "video", "event"].contains($0.scheme) } ?? false
        }
        if isWide { return .all }
        return Selection(types: [TypePattern("task.*"), TypePattern(ServiceListChanged.type.name)])
    }

    /// What some events change of what is wanted, each once.
    func changes(in events: [RecordedEvent], for owner: String?, _ filter: SubscriptionFilter) -> [Change] {
        var changes: [Change] = []
        let lists = Set(events.compactMap { $0.body(as: ServiceListChanged.self)?.list })
        if filter.tools, lists.contains("tools") { changes.append(Self.list("tools")) }
        if filter.prompts, lists.contains("prompts") { changes.append(Self.list("prompts")) }
        if filter.resources, lists.contains("resources") || events.contains(where: { changesList(by: $0, for: owner) })
        {
            changes.append(Self.list("resources"))
        }
        for text in filter.uris {
            guard let uri = ResourceURI(text), let kind = resources.kind(of: uri) else { continue }
            if events.contains(where: { kind.changes(uri, by: $0) }) {
                changes.append(Change(method: "notifications/resources/updated", uri: text))
            }
        }
        for task in filter.tasks where events.contains(where: { $0.stream.category == "task" && $0.stream.id == task })
        {
            changes.append(Change(method: "notifications/tasks", uri: nil, task: task))
        }
        return changes
    }

    private func changesList(by event: RecordedEvent, for owner: String?) -> Bool {
        resources.all.contains { $0.changesList(by: event, for: owner) }
    }

    private static func list(_ name: String) -> Change {
        Change(method: "notifications/\(name)/list_changed", uri: nil)
    }
}
