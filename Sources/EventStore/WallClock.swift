#if canImport(Glibc)
import Glibc
#endif

/// Where the time of day comes from.
///
/// Only the edges hold one; folds take time from events.
public protocol WallClock: Sendable {
    func now() -> Timestamp
}

/// The machine's clock, in whole microseconds: what is written as text (ISO 8601) reads back as the same moment.
public struct SystemWallClock: WallClock {
    public init() {}

    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) / 1000 * 1000)
    }
}
