public import EventStore
import Foundation
public import Projections

/// Says how far a task or batch has come.
public struct GetGenerationStatus: Tool {
    let host: ProjectionHost
    let log: any EventLog
    let clock: any WallClock

    public init(host: ProjectionHost, log: any EventLog, clock: any WallClock = SystemWallClock()) {
        self.host = host
        self.log = log
        self.clock = clock
    }

    /// What is said of a task, here and by whatever waits for one.
    static let fields = [
        ("task_id", Schema.string("The task")),
        ("status", Schema.string("Where it stands", options: TaskState.allCases.map(\.rawValue))),
        ("progress", Schema.number("0 to 1", 0...1)),
        ("estimated_remaining", Schema.string("In words, such as '40 seconds'")),
        ("result_urls", Schema.strings("The finished files, the video first")),
        ("message", Schema.string("What is being done, or what went wrong")),
    ]

    public let definition = ToolDefinition(
        name: "get_generation_status", title: "Ask for a task's status",
        description: "Says how far a task or batch has come, and where its results are once it is done.",
        category: "monitoring",
        inputSchema: Schema.object(
            [
                ("task_id", Schema.string("What create_video or batch_video_generation gave", least: 1, most: 100)),
                ("wait_seconds", Schema.number("Wait up to so long for the task to end", 0...25, standard: 0)),
            ], required: ["task_id"]),
        outputSchema: Schema.result(
            Self.fields, required: ["task_id", "status", "progress", "estimated_remaining", "result_urls"]),
        isReadOnly: true, waitsForTask: false, icon: .clock)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let id = arguments["task_id"]?.string ?? ""
        if !isKnown(id) {
            // Made a moment ago, perhaps: the read models may be an event behind.
            try? await host.caughtUp()
        }
        let seconds = arguments["wait_seconds"]?.number ?? 0
        let owner = context.owner
        if seconds > 0, isVisible(id, to: owner) { await wait(for: id, seconds: seconds) }
        return try answer(id, owner)
    }

    // why: inlined into `call`, its values would live in an asynchronous frame several times as large.
    @inline(never)
    private func answer(_ id: String, _ owner: String?) throws(ToolError) -> JSONObject {
        guard isVisible(id, to: owner), let task = status(of: id) else {
            throw ToolError(
                .notFound, "There is no task '\(id)'",
                hint: "task ids come from create_video and batch_video_generation")
        }
        return answer(task)
    }

    private func isKnown(_ id: String) -> Bool { host.read(TaskBoard.self) { $0.value.task(id) != nil } }

    private func isVisible(_ id: String, to owner: String?) -> Bool {
        host.read(TaskBoard.self) { $0.value.task(id, ownedBy: owner) != nil }
    }

    private func status(of id: String) -> TaskStatus? { host.read(TaskBoard.self) { $0.value.task(id) } }

    private func wait(for id: String, seconds: Double) async {
        guard let task = status(of: id), !task.state.isFinished else { return }
        _ = await Deadline.run(seconds: seconds) { await end(of: id, after: task.updated) }
    }

    private func end(of id: String, after position: Position) async {
        guard let stream = StreamName("task-\(id)") else { return }
        do {
            for try await page in log.subscribe(to: Selection(stream: stream), after: position) {
                guard let last = page.events.last else { continue }
                try await host.wait(for: last.position)
                if status(of: id)?.state.isFinished != false { return }
            }
        } catch {
            // The log or the models cannot be followed: the status as it is now is the answer.
            return
        }
    }

    private func answer(_ task: TaskStatus) -> JSONObject {
        var answer: JSONObject = [
            "task_id": .string(task.id), "status": .string(task.state.rawValue), "progress": .double(task.progress),
            "estimated_remaining": .string(Self.words(task.estimatedRemaining(at: clock.now()))),
            "result_urls": .array(urls(of: task)),
            "message": .string(task.message ?? Self.message(for: task.state)),
        ]
        if let stage = task.stage { answer["stage"] = .string(stage) }
        if let trace = task.trace { answer["trace_id"] = .string(trace.hex) }
        if let result = task.result { answer["result"] = result }
        if let failure = task.failure {
            answer["error"] = [
                "stage": .string(failure.stage), "code": .string(failure.code), "message": .string(failure.message),
                "hint": failure.hint.map(JSON.string) ?? .null,
            ]
        }
        if task.kind == .batch {
            answer["videos"] = .array(task.children.compactMap { status(of: $0) }.map { .object(self.answer($0)) })
        }
        return answer
    }

    private func urls(of task: TaskStatus) -> [JSON] {
        if task.kind == .batch { return task.children.compactMap { status(of: $0) }.flatMap { urls(of: $0) } }
        return task.result?["result_urls"]?.array ?? []
    }

    private static func message(for state: TaskState) -> String {
        switch state {
        case .queued: "waiting for its turn"
        case .processing: "under way"
        case .complete: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    private static func words(_ seconds: Double?) -> String {
        guard let seconds else { return "0 seconds" }
        let whole = Int(seconds.rounded(.up))
        return whole < 120 ? "\(whole) second\(whole == 1 ? "" : "s")" : "\((whole + 30) / 60) minutes"
    }
}
