public import EventStore
import Synchronization

/// Keeps the series of a log up to date, and hands out what queries read from.
///
/// A thin shell around a fold: what is sealed goes into snapshots of the log and is read when a query wants it, so a
/// start folds a short tail only and memory stays small. Losing the snapshots costs time: all is derived anew.
public final class SeriesHost: Sendable {
    let log: any EventLog
    let snapshots: SeriesSnapshots
    let cache: BlockCache
    let state: Mutex<SeriesHostState>
    private let waiters: PositionWaiters

    /// What follows from the events of this service, and what others send.
    public static var standardProducers: [any SeriesProducer] { [ServiceSeries(), ReceivedSeries()] }

    /// - Parameters:
    ///   - producers: each once; the order does not matter.
    ///   - timeout: how long a question waits for a position where the caller names no other time.
    public init(
        log: any EventLog, producers: [any SeriesProducer] = SeriesHost.standardProducers,
        limits: SeriesLimits = SeriesLimits(), timeout: Duration = .seconds(5)
    ) {
        self.log = log
        let fold = SeriesFold(producers, limits)
        snapshots = SeriesSnapshots(log: log, empty: fold)
        cache = BlockCache(limit: limits.cacheBytes)
        state = Mutex(SeriesHostState(fold))
        waiters = PositionWaiters(timeout: timeout)
    }

    /// Applies the log from where the host is, then what is appended, until the log closes or the task is cancelled.
    ///
    /// The first run begins with the stored state. While it runs, and when it is cancelled, it stores what is new,
    /// beside the applying and never in its way.
    ///
    /// - Throws: a `StorageError` of the log; where a producer has a property that cannot be stored.
    public func run() async throws {
        waiters.begin()
        defer { waiters.stop() }
        if position == .start { try await restore() }
        let (values, supply) = AsyncStream.makeStream(of: SeriesFold.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: BackgroundExecutor.shared) {
                for await fold in values { await self.save(fold) }
            }
            group.addTask {
                defer { supply.finish() }
                while try await self.follow(supply) {}
            }
            try await group.waitForAll()
        }
        if let fold = state.withLock({ $0.unstored() }) { await save(fold) }
    }

    private func restore() async throws {
        let fold = try await snapshots.restore()
        state.withLock { $0.restore(fold) }
        waiters.note(fold.position)
    }

    /// Applies the log until it ends; true where everything has to begin anew.
    private func follow(_ supply: AsyncStream<SeriesFold>.Continuation) async throws -> Bool {
        try await catchUp(supply)
        var breath = Breath()
        for try await page in log.subscribe(to: .all, after: position) {
            if state.withLock({ $0.isBroken }) {
                try await snapshots.forget()
                state.withLock { $0.reset() }
                waiters.note(.start)
                return true
            }
            breath.begin()
            apply(page, supply) { breath.take() }
        }
        return false
    }

    /// Reads only what matters, as fast as the log gives it.
    private func catchUp(_ supply: AsyncStream<SeriesFold>.Continuation) async throws {
        let selection = state.withLock { $0.fold.selection }
        var isLast = false
        while !isLast, !Task.isCancelled {
            let page = try await log.read(selection, after: position, limit: 256)
            apply(page, supply)
            isLast = page.isLast
            // Reading does not suspend, and others want the thread too.
            await Task.yield()
        }
    }

    /// Events applied under the lock at once: whoever asks meanwhile waits for no more of them.
    private static let stretch = 32

    /// - Parameter pause: called every now and then.
    private func apply(_ page: Page, _ supply: AsyncStream<SeriesFold>.Continuation, pause: () -> Void = {}) {
        // Facts are decoded outside the lock: that is most of the work.
        let wanted = state.withLock { state in
            page.events.filter { state.fold.isWanted($0.type) }.map { ($0, isRead: state.fold.isRead($0.type)) }
        }
        for start in stride(from: 0, to: max(wanted.count, 1), by: Self.stretch) {
            let end = min(start + Self.stretch, wanted.count)
            let events = wanted[start..<end].map { $0.isRead ? $0.0.decoded : $0.0 }
            let through = end == wanted.count ? page.through : events[events.count - 1].position
            let (due, position) = state.withLock { ($0.apply(events, through: through), $0.fold.position) }
            waiters.note(position)
            if let due { supply.yield(due) }
            pause()
        }
    }

    private func save(_ fold: SeriesFold) async {
        let names = await snapshots.save(fold)
        for block in fold.store.sources.flatMap(\.blocks) {
            if let contents = block.contents, names.contains(block.heading.name) {
                cache.keep(contents, as: block.heading.name)
            }
        }
        state.withLock { $0.release(names, of: fold) }
        await thin(fold)
    }

    /// Thins a few old blocks; the next save stores them.
    private func thin(_ fold: SeriesFold) async {
        for heading in fold.store.thinnable(limit: 16) {
            guard let contents = try? await contents(heading.name), let block = fold.store.thinned(heading, contents)
            else { continue }
            state.withLock { $0.replace(block, of: fold) }
        }
    }

    /// Returns once `position` has been applied.
    public func wait(for position: Position, timeout: Duration? = nil) async throws(ProjectionError) {
        if self.position >= position { return }
        try await waiters.wait(for: position, timeout: timeout)
    }

    /// The last position applied.
    public var position: Position { state.withLock { $0.fold.position } }

    /// What is known of the metrics, sorted by name.
    public var metadata: [MetricMetadata] { state.withLock { $0.fold }.metadata }

    /// What the series cost: how many there are, samples that found no place, sealed blocks and their bytes.
    public var figures: SeriesFigures {
        let store = state.withLock { $0.fold.store }
        return SeriesFigures(store)
    }
}
