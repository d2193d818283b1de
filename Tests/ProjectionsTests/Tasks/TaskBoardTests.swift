import EventStore
import Projections
import TestKit
import Testing

@Suite("The task board")
struct TaskBoardTests {
    private func created(_ task: String = "a", parent: String? = nil, kind: TaskKind = .video) -> TaskCreated {
        TaskCreated(
            task: task, kind: kind, tool: "create_video", input: ["video_subject": "the sea"], parent: parent,
            estimatedSeconds: 100)
    }

    private func claimed(_ task: String = "a", attempt: Int = 1) -> TaskClaimed {
        TaskClaimed(task: task, worker: "w\(attempt)", attempt: attempt)
    }

    private func progressed(_ progress: Double, _ task: String = "a") -> TaskProgressed {
        TaskProgressed(task: task, stage: "render", progress: progress, message: "frames")
    }

    private func completed(_ task: String = "a") -> TaskCompleted {
        TaskCompleted(task: task, result: ["url": "x"], seconds: 9)
    }

    private func stage(_ name: String, key: String = "k") -> TaskStageCompleted {
        TaskStageCompleted(
            task: "a", stage: name, key: key, outputs: [StageOutput(path: "p", bytes: 1, sha256: "00")],
            result: ["words": 3], seconds: 2, cpuSeconds: 1)
    }

    @Test("shows a new task as queued, with who asked and in which trace")
    func queued() throws {
        let trace = TraceContext.root()
        let metadata = EventMetadata(trace: trace, principal: "ann")
        try Given(TaskBoard.self, [Happening(created(), metadata: metadata)]).then { board in
            let task = try #require(board.task("a"))
            #expect(task.state == .queued && task.progress == 0 && task.attempt == 0)
            #expect(task.principal == "ann" && task.trace == trace.traceID)
            #expect(board.unfinished == [task])
        }
    }

    @Test("no longer points to the files of a task that were removed, and keeps the rest of it")
    func filesRemoved() throws {
        let done = TaskCompleted(task: "a", result: ["result_urls": ["u"]], seconds: 9)
        let removed = TaskFilesRemoved(task: "a", bytes: 1)
        try Given(TaskBoard.self, created(), done).then { board in
            let task = try #require(board.task("a"))
            #expect(task.json(now: nil)["result_urls"] == ["u"] && task.json(now: nil)["files_removed_at"] == .null)
        }
        try Given(TaskBoard.self, created(), done, removed, removed).then { board in
            let task = try #require(board.task("a"))
            #expect(task.state == .complete && task.filesRemovedAt == ManualClock.start.advanced(bySeconds: 3))
            #expect(task.json(now: nil)["result_urls"] == [] && task.json(now: nil)["result"] == done.result)
        }
    }

    @Test("follows a task from claim to completion")
    func life() throws {
        try Given(TaskBoard.self, created(), claimed(), progressed(0.4), stage("render"), completed()).then { board in
            let task = try #require(board.task("a"))
            #expect(task.state == .complete && task.progress == 1 && task.result == ["url": "x"])
            #expect(task.finished("render")?.key == "k" && task.finished("mux") == nil)
            #expect(task.finishedAt == ManualClock.start.advanced(bySeconds: 4) && task.estimatedCompletion == nil)
            #expect(board.unfinished.isEmpty)
        }
    }

    @Test("keeps the first end of a task, whatever comes after")
    func firstEnd() {
        let failed = TaskFailed(task: "a", stage: "render", code: "timed_out", message: "too slow", hint: "shorten")
        Given(TaskBoard.self, created(), claimed(), failed, completed(), claimed(attempt: 2), progressed(1)).then {
            #expect($0.task("a")?.state == .failed && $0.task("a")?.failure?.hint == "shorten")
            #expect($0.task("a")?.attempt == 1)
        }
    }

    @Test("keeps what a dead worker finished when another claims the task")
    func resumed() throws {
        try Given(TaskBoard.self, created(), claimed(), stage("voice"), progressed(0.5), claimed(attempt: 2)).then {
            let task = try #require($0.task("a"))
            #expect(task.state == .processing && task.attempt == 2 && task.worker == "w2")
            #expect(task.finished("voice") != nil && task.progress == 0.5)
        }
    }

    @Test("replaces the record of a stage that is done again")
    func stageAgain() {
        Given(TaskBoard.self, created(), stage("voice", key: "old"), stage("voice", key: "new")).then {
            #expect($0.task("a")?.finishedStages.map(\.key) == ["new"])
        }
    }

    @Test("notes a request to cancel while the task still runs")
    func cancelling() {
        let asked = TaskCancelRequested(task: "a", reason: "changed my mind")
        Given(TaskBoard.self, created(), claimed(), asked).then {
            #expect($0.task("a")?.state == .processing && $0.task("a")?.cancelReason == "changed my mind")
        }
        Given(TaskBoard.self, created(), asked, TaskCancelled(task: "a", reason: "changed my mind")).then {
            #expect($0.task("a")?.state == .cancelled && $0.unfinished.isEmpty)
        }
    }

    @Test("ignores events of tasks it does not know, and progress that is no number")
    func unknown() {
        Given(TaskBoard.self, progressed(0.5, "b"), completed("b"), created(), progressed(.nan), progressed(7)).then {
            #expect($0.task("b") == nil && $0.task("a")?.progress == 1)
        }
    }

    @Test("lists the latest first, by state, as many as asked for")
    func lists() {
        Given(TaskBoard.self, created("a"), created("b"), created("c"), claimed("b")).then { board in
            #expect(board.tasks().map(\.id) == ["c", "b", "a"])
            #expect(board.tasks(limit: 1).map(\.id) == ["c"])
            #expect(board.tasks(state: .queued).map(\.id) == ["c", "a"])
            #expect(board.unfinished.map(\.id) == ["a", "b", "c"])
            #expect(board.counts[.queued] == 2 && board.counts[.processing] == 1 && board.counts[.failed] == 0)
        }
    }

    @Test("holds all that is unfinished, and the latest that is finished up to its limit")
    func bounded() {
        let extra = 5
        let events: [any Event] =
            [created("open")]
            + (0..<TaskBoard.finishedLimit + extra).flatMap { [created("t\($0)"), completed("t\($0)")] as [any Event] }
        let board = TaskBoard(folding: recorded(events))
        #expect(board.task("t\(extra - 1)") == nil && board.task("t\(extra)") != nil && board.task("open") != nil)
        #expect(board.counts[.complete] == TaskBoard.finishedLimit)
    }
}

@Suite("A batch on the task board")
struct BatchTests {
    private func created(_ task: String, parent: String? = nil, subjects: Int = 0) -> TaskCreated {
        TaskCreated(
            task: task, kind: parent == nil ? .batch : .video, tool: "batch_video_generation",
            input: ["subjects": .array(Array(repeating: "x", count: subjects))], parent: parent, estimatedSeconds: 10)
    }

    private var opening: [any Event] {
        [created("batch_1", subjects: 2), created("a", parent: "batch_1"), created("b", parent: "batch_1")]
    }

    private func done(_ task: String) -> TaskCompleted { TaskCompleted(task: task, result: [:], seconds: 1) }

    private func board(_ events: [any Event]) -> TaskBoard { TaskBoard(folding: recorded(opening + events)) }

    @Test("is as far as its tasks are")
    func progress() {
        let half = TaskProgressed(task: "b", stage: "render", progress: 0.5, message: "")
        let claim = TaskClaimed(task: "b", worker: "w", attempt: 1)
        let board = board([done("a"), claim, half])
        #expect(board.task("batch_1")?.progress == 0.75 && board.task("batch_1")?.state == .processing)
        #expect(board.task("batch_1")?.children == ["a", "b"])
    }

    @Test("is over when all of its tasks are, and complete where one is")
    func over() {
        let failed = TaskFailed(task: "b", stage: "render", code: "timed_out", message: "", hint: nil)
        let mixed = board([done("a"), failed])
        #expect(mixed.task("batch_1")?.state == .complete && mixed.unfinished.isEmpty)
        #expect(mixed.task("batch_1")?.json(now: nil)["ended"]?["failed"] == 1)
        let none = board([TaskCancelled(task: "a", reason: ""), failed])
        #expect(none.task("batch_1")?.state == .failed)
    }

    @Test("is not over before as many tasks exist as it has subjects")
    func waits() {
        let events: [any Event] = [created("batch_1", subjects: 2), created("a", parent: "batch_1"), done("a")]
        let board = TaskBoard(folding: recorded(events))
        #expect(board.task("batch_1")?.state == .processing && board.task("batch_1")?.progress == 0.5)
    }
}

@Suite("The estimate of a task's end")
struct TaskEstimateTests {
    private let created = TaskCreated(task: "a", kind: .video, tool: "create_video", input: [:], estimatedSeconds: 100)
    private let claimed = TaskClaimed(task: "a", worker: "w", attempt: 1)

    private func progressed(_ progress: Double) -> TaskProgressed {
        TaskProgressed(task: "a", stage: "render", progress: progress, message: "")
    }

    @Test("starts from the estimate the task was created with")
    func expected() {
        Given(TaskBoard.self, [Happening(created), Happening(claimed, after: 50)]).then { board, now in
            #expect(board.task("a")?.estimatedRemaining(at: now) == 100)
        }
    }

    @Test("follows the measured pace once a fifth is done")
    func measured() throws {
        let events = [Happening(created), Happening(claimed, after: 50), Happening(progressed(0.25), after: 10)]
        try Given(TaskBoard.self, events).then { board, now in
            let task = try #require(board.task("a"))
            #expect(task.estimatedRemaining(at: now) == 30)
            #expect(task.estimatedRemaining(at: now.advanced(bySeconds: 10)) == 20)
            #expect(task.estimatedRemaining(at: now.advanced(bySeconds: 99)) == 0)
            #expect(task.estimatedCompletion == now.advanced(bySeconds: 30))
        }
    }

    @Test("does not count work that an earlier attempt did as speed")
    func secondAttempt() {
        let again = TaskClaimed(task: "a", worker: "w2", attempt: 2)
        let events = [
            Happening(created), Happening(claimed, after: 0), Happening(progressed(0.5), after: 10),
            Happening(again, after: 500), Happening(progressed(0.75), after: 20),
        ]
        Given(TaskBoard.self, events).then { board, now in
            #expect(board.task("a")?.estimatedRemaining(at: now) == 20)
        }
    }
}
