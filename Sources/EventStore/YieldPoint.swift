#if canImport(Glibc)
import Glibc
#endif

/// A point in long work at which a task in the background offers its processor to whoever waits for it.
///
/// The kernel takes a processor from a thread that works on only with its next tick, up to 4 ms later, whatever the
/// thread's priority; one that asks for nothing but to be passed over goes on at once where nobody waits. The points lie where
/// every reader of a log comes by, a tenth of a millisecond apart. (A timer's signal would need none of them; but wherever
/// somebody has a `signalfd`, as Dispatch has, each signal wakes that thread too, which cost a third of the work.) Whoever
/// answers at other times takes a ``Breath`` instead.
public enum YieldPoint {
    /// Whether this task's work is in the background; tasks that it makes inherit it.
    @TaskLocal public static var isActive = false

    public static func pass() {
        if isActive { sched_yield() }
    }
}
