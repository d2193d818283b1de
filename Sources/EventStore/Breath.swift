#if canImport(Glibc)
import Glibc
#endif

/// Lets other threads have the processor in the midst of long work.
///
/// The kernel takes it away from one that works on only every few milliseconds (with its next tick), and whoever waits for
/// a commit on the same processor would wait as long. The thread yields, also one of the tasks' pool: a task that suspends
/// gives its thread to the next one, and the processor to nobody. Where nobody waits it goes on at once.
///
/// For threads that answer at other times, and know how long they have worked; work that is in the background as a whole passes
/// ``YieldPoint``s.
public struct Breath: Sendable {
    private static let work = Duration.microseconds(100)
    private var last = ContinuousClock.now

    public init() {}

    /// Says that work begins: what came before was no work.
    public mutating func begin() { last = .now }

    /// Yields where it is time to.
    public mutating func take() {
        guard last.duration(to: .now) >= Self.work else { return }
        sched_yield()
        last = .now
    }
}
