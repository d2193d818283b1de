import Foundation
import Synchronization

/// Threads for long folds, which give way to everything else: the service answers as if they were not there.
final class FoldThreads: TaskExecutor {
    /// Two, as many as the service is made for; they begin with the first fold and sleep between folds.
    static let shared = FoldThreads(count: count)

    static let count = 2

    /// How far below the service's own threads, of 19.
    private static let niceness: Int32 = 15

    /// Microseconds of rest after each stretch of work: once it is its turn, a thread of this priority too keeps its processor
    /// until the kernel's next tick, which is up to 4 ms.
    static let rest: UInt32 = 20

    private let jobs = Mutex<[UnownedJob]>([])
    private let arrival = NSCondition()

    private init(count: Int) {
        for number in 0..<count {
            let thread = Thread { [self] in work() }
            thread.name = "fold \(number)"
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        arrival.lock()
        jobs.withLock { $0.append(job) }
        arrival.signal()
        arrival.unlock()
    }

    private func work() {
        #if os(Linux)
        // Of this thread alone; where it is not allowed the folds are as urgent as the rest.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        #endif
        while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Waits for the next job.
    private func next() -> UnownedJob {
        arrival.lock()
        defer { arrival.unlock() }
        while true {
            if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return job }
            arrival.wait()
        }
    }
}
