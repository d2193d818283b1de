import EventStore
import Synchronization

/// The workload's own clock: a log that is built in a minute then looks like one of days.
final class SimulatedClock: WallClock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp) { self.time = Mutex(time) }

    func now() -> Timestamp { time.withLock { $0 } }

    func set(_ now: Timestamp) { time.withLock { $0 = now } }
}
