import EventStore
import Synchronization

/// Notes a task's progress in the log: never backwards, and not more often than it is worth.
final class ProgressMeter: Sendable {
    /// The least change, of 1, and the least time in seconds between two notes.
    private static let step = 0.005
    private static let interval = 0.5

    private let last = Mutex<(progress: Double, stage: String, time: Timestamp?)>((0, "", nil))
    private let log: any EventLog
    private let clock: any WallClock
    private let item: WorkItem

    init(log: any EventLog, clock: any WallClock, item: WorkItem) {
        self.log = log
        self.clock = clock
        self.item = item
    }

    func report(_ progress: Double, stage: String, message: String) {
        let now = clock.now()
        let isWorthIt = last.withLock { last in
            let isSoon = last.time.map { now.seconds(since: $0) < Self.interval } ?? false
            let isSame = progress < last.progress + Self.step || isSoon
            guard progress >= last.progress, stage != last.stage || !isSame else { return false }
            last = (progress, stage, now)
            return true
        }
        guard isWorthIt else { return }
        let event = TaskProgressed(task: item.id, stage: stage, progress: progress, message: message)
        // Progress is for people: a full queue may lose it.
        try? log.enqueue(Proposal([event], to: item.stream, metadata: item.metadata))
    }
}
