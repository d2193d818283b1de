import EventStore
import Projections
import VideoTools

/// What runs in a sandbox beside the call.
struct SandboxParts: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let clock: any WallClock
    let worker: VideoWorker

    /// Keeps the read models up to date and does the tasks while `body` runs.
    func running(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await host.run()
                return false
            }
            group.addTask {
                try await worker.run()
                return false
            }
            group.addTask {
                try await body()
                return true
            }
            defer { group.cancelAll() }
            for try await isBody in group where isBody { break }
        }
    }

    /// Returns when every task that a log holds has ended.
    static func workDone(of log: any EventLog) async throws {
        let tasks = Selection(category: "task")
        guard try await !log.read(tasks, after: .start, limit: 1).events.isEmpty else { return }
        var open: Set<String> = []
        for try await page in log.subscribe(to: tasks, after: .start) {
            for event in page.events {
                switch event.body {
                case let created as TaskCreated: open.insert(created.task)
                case let done as TaskCompleted: open.remove(done.task)
                case let failed as TaskFailed: open.remove(failed.task)
                case let cancelled as TaskCancelled: open.remove(cancelled.task)
                default: continue
                }
            }
            if page.isLast, open.isEmpty { return }
        }
    }
}
