public import EventStore

/// The ticks of a log, each read once: every back-test wants them, and they are few among many events.
public actor TickIndex {
    /// Ticks kept, 24 bytes each; the latest.
    public static let limit = Backtest.tickLimit

    private let log: any EventLog
    private let limit: Int
    private var known: [Tick] = []
    private var through = Position.start
    private var hasForgotten = false

    public init(log: any EventLog, limit: Int = TickIndex.limit) {
        self.log = log
        self.limit = limit
    }

    /// The ticks of a span of event time, both ends inclusive; the latest `limit` where there are more.
    ///
    /// - Throws: a `StorageError` of the log.
    func ticks(from: Timestamp?, to: Timestamp?) async throws -> [Tick] {
        try await catchUp()
        if hasForgotten, from.map({ $0 < known[0].time }) ?? true {
            return try await read(Selection(types: Self.types, since: from, until: to), after: .start)
        }
        let start = from.map { from in known.firstPlace { $0.time >= from } } ?? 0
        let end = to.map { to in known.firstPlace { $0.time > to } } ?? known.count
        return Array(known[start..<max(start, end)])
    }

    private static let types = [TypePattern(MetricsSampled.type.name)]

    private func catchUp() async throws {
        while !Task.isCancelled {
            let place = through
            let page = try await log.read(Selection(types: Self.types), after: place, limit: 4096)
            // Somebody else has come further meanwhile.
            guard place == through else { continue }
            known += page.events.map { Tick($0) }
            through = page.through
            if page.isLast { break }
        }
        guard known.count > limit else { return }
        known.removeFirst(known.count - limit)
        hasForgotten = true
    }

    private func read(_ selection: Selection, after position: Position) async throws -> [Tick] {
        Array(try await log.readAll(selection, after: position, pageSize: 4096).map { Tick($0) }.suffix(limit))
    }
}

extension [Tick] {
    /// Where the first is for which a condition holds, that holds for all that follow; `count` for none.
    fileprivate func firstPlace(where holds: (Tick) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
