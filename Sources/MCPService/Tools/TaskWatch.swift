import EventStore
import Projections

/// Follows a task through the read models, for tools that ask after it.
struct TaskWatch: Sendable {
    let log: any EventLog
    let host: ProjectionHost

    func status(of id: String) -> TaskStatus? { host.read(TaskBoard.self) { $0.value.task(id) } }

    /// The task, also where it was made a moment ago.
    func find(_ id: String) async -> TaskStatus? {
        if let task = status(of: id) { return task }
        // The read models may be an event behind; where they stay so, the answer is as of now.
        try? await host.caughtUp()
        return status(of: id)
    }

    /// A task that there is.
    ///
    /// - Parameter owner: whose tasks alone are there; nil for everybody's. Somebody else's is as good as none.
    func known(_ id: String, ownedBy owner: String?) async throws(ToolError) -> TaskStatus {
        guard let task = await find(id), owner == nil || task.principal == owner else { throw Self.none(id) }
        return task
    }

    static func none(_ id: String) -> ToolError {
        ToolError(
            .notFound, "There is no task '\(id)'", hint: "task ids come from create_video and batch_video_generation")
    }

    /// Tells of every change of a task and of the tasks in it, until it is over or the calling task is cancelled.
    func follow(_ id: String, _ tell: @Sendable (TaskStatus) -> Void) async {
        guard let task = status(of: id), !task.state.isFinished else { return }
        do {
            let changes = log.subscribe(to: Selection(category: "task"), after: task.updated)
            for try await page in changes {
                guard let last = page.events.last else { continue }
                try await host.wait(for: last.position)
                guard let now = status(of: id) else { return }
                tell(now)
                if now.state.isFinished { return }
            }
        } catch {
            // The log or the models cannot be followed: the status as it is now is the answer.
            return
        }
    }
}
