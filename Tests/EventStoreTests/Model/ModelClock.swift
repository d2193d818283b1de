import EventStore
import Synchronization

/// A clock that a run moves, also backwards.
final class ModelClock: WallClock {
    private static let start: Int64 = 1_764_000_000_000_000_000

    private let state = Mutex((now: start, least: start, most: start))

    func now() -> Timestamp { Timestamp(nanoseconds: state.withLock { $0.now }) }

    func move(by nanoseconds: Int) {
        state.withLock { state in
            state.now += Int64(nanoseconds)
            state.least = min(state.least, state.now)
            state.most = max(state.most, state.now)
        }
    }

    /// All the times it has shown, in nanoseconds.
    var range: ClosedRange<Int64> { state.withLock { $0.least...$0.most } }
}
