import EventStore

/// Hands over a part of the log, page by page, and then what another process appends.
struct EventTail {
    let log: SQLiteEventLog
    let selection: Selection
    /// How long to wait before looking again.
    var pause = Duration.milliseconds(200)
    var pageSize = 512

    /// - Parameters:
    ///   - from: after which position to begin; nil for the latest `limit` events, or all where there is no limit.
    ///   - limit: at most so many events, while not following.
    func run(
        from: Position?, limit: Int?, follow: Bool, _ body: ([RecordedEvent]) throws -> Void
    ) async throws {
        var place = from ?? .start
        var left = limit ?? .max
        if from == nil, let latest = limit ?? (follow ? 10 : nil) {
            place = log.head
            try body(await self.latest(latest))
            left = follow ? .max : 0
        }
        while left > 0 {
            let page = try await log.read(selection, after: place, limit: min(pageSize, left))
            if !page.events.isEmpty { try body(page.events) }
            place = page.through
            left -= follow ? 0 : page.events.count
            guard page.isLast else { continue }
            guard follow else { return }
            try await Task.sleep(for: pause)
            try log.refresh()
        }
    }

    /// The last events in order.
    private func latest(_ count: Int) async throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var place: Position? = log.head.advanced(by: 1)
        while events.count < count {
            let page = try await log.readBackwards(selection, before: place, limit: count - events.count)
            events += page.events
            place = page.through
            if page.isLast { break }
        }
        return events.reversed()
    }
}
