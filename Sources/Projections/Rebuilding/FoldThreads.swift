import EventStore
import Foundation
import Synchronization

/// Threads for long folds, which give way to everything else: the service answers as if they were not there.
final class FoldThreads: TaskExecutor {
    /// Two, as many as the service is made for; they begin with the first fold and sleep between folds.
    static let shared = FoldThreads(count: count)

    static let count = 2

    /// How far below the service's own threads, of 19.
    private static let niceness: Int32 = 15

    private let jobs = Mutex<[UnownedJob]>([])
    private let arrival = NSCondition()

    /// Runs `body` and the tasks that it makes on these threads, which offer their processors on the way.
    static func run<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(shared) { try await YieldPoint.$isActive.withValue(true, operation: body) }
    }

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
