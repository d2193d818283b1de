import EventStore
import Synchronization

/// The requests of sessions that are answered as streams: they go on where the connection is lost, as the revisions up
/// to 2025-11-25 want it.
final class SessionRuns: Sendable {
    /// Requests under way at once.
    static let limit = 1000

    private typealias Job = @Sendable () async -> Void

    private let running = Mutex<Set<Position>>([])
    private let jobs: AsyncStream<Job>
    private let supply: AsyncStream<Job>.Continuation

    init() { (jobs, supply) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit)) }

    /// Runs what is started, until the calling task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs { group.addTask { await job() } }
            group.cancelAll()
        }
    }

    /// Starts the request of a channel; false where too many are under way.
    func start(_ channel: Position, _ body: @escaping @Sendable () async -> Void) -> Bool {
        let isAdmitted = running.withLock { $0.count < Self.limit && $0.insert(channel).inserted }
        guard isAdmitted else { return false }
        supply.yield {
            await body()
            self.running.withLock { _ = $0.remove(channel) }
        }
        return true
    }

    /// Whether messages may still come.
    func isRunning(_ channel: Position) -> Bool { running.withLock { $0.contains(channel) } }
}
