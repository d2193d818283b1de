public import EventStore
import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: WallClock {
    /// 2026-01-01T00:00:00Z, where test time begins.
    public static let start = Timestamp(seconds: 1_767_225_600)

    private let time: Mutex<Timestamp>

    public init(_ start: Timestamp = ManualClock.start) { time = Mutex(start) }

    public func now() -> Timestamp { time.withLock { $0 } }

    public func advance(bySeconds seconds: Double) {
        time.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }
}
