public import EventStore
import Synchronization

extension SeriesHost {
    /// The series now, or as they were at a position, with what is in memory.
    private func recorded(_ asOf: Position?) -> RecordedSeries {
        state.withLock { state in
            RecordedSeries(
                position: min(asOf ?? state.fold.position, state.fold.position), index: state.fold.store.registry.index,
                sources: state.fold.store.sources, limits: state.fold.store.limits, cache: cache)
        }
    }

    /// Answers a question from the series as they are now, or as they were at a position.
    ///
    /// `body` is run again where it wanted blocks that were not in memory, once they are; so it should do nothing but
    /// ask. The answer depends on the log and the position alone.
    ///
    /// - Throws: what `body` throws; ``ProjectionError`` where the position does not come;
    ///   ``SeriesError/rebuilding`` where stored blocks are gone.
    public func evaluate<Answer>(
        asOf position: Position? = nil, _ body: (RecordedSeries) throws -> Answer
    ) async throws -> Answer {
        if let position { try await reach(position) }
        var series = recorded(position)
        while true {
            do {
                return try body(series)
            } catch SeriesError.notLoaded(let names) {
                for name in names { series.pinned[name] = try await contents(name) }
            }
        }
    }

    /// Answers a small question about the series as they are now at once, from what is in memory.
    ///
    /// - Returns: nil where `body` throws, which ``evaluate(asOf:_:)`` then tells, or wants blocks that have to be read,
    ///   or where there are more series than can be looked through in no time.
    public func answer<Answer>(_ body: (RecordedSeries) throws -> Answer) -> Answer? {
        let series = recorded(nil)
        return series.index.count <= Self.few ? try? body(series) : nil
    }

    private static let few = 2000

    /// A source of its own, with all blocks in memory that have samples from `from` to `to`, in milliseconds.
    ///
    /// For a query whose time is not known, ``evaluate(asOf:_:)`` reads fewer.
    public func source(
        asOf position: Position? = nil, from: Int64 = .min, to: Int64 = .max
    ) async throws -> RecordedSeries {
        if let position { try await reach(position) }
        var series = recorded(position)
        for block in series.sources.flatMap(\.blocks) where block.contents == nil {
            let heading = block.heading
            guard heading.minTime <= to, heading.maxTime >= from, heading.firstPosition <= series.position.value else {
                continue
            }
            series.pinned[heading.name] = try await contents(heading.name)
        }
        return series
    }

    private func reach(_ position: Position) async throws {
        guard position <= log.head else { throw ProjectionError.notYet(position, head: log.head) }
        try await wait(for: position)
    }

    func contents(_ name: String) async throws -> BlockContents {
        if let known = cache[name] { return known }
        guard let contents = try await snapshots.contents(name) else {
            state.withLock { $0.noteMissingBlock() }
            throw SeriesError.rebuilding
        }
        cache.keep(contents, as: name)
        return contents
    }
}
