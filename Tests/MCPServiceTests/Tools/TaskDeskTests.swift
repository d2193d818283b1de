import EventStore
import Projections
import Synchronization
import Testing

@testable import MCPService

@Suite("A tool that hands work to a worker")
struct TaskDeskTests {
    private let log = InMemoryEventLog()
    private let context = ToolContext(trace: .root(), principal: "ann") { _, _ in }

    /// Plays the worker: appends the events that `script` gives for the first task that is created.
    private func work(_ script: @escaping @Sendable (String) -> [any Event]) async throws {
        for try await page in log.subscribe(to: Selection(types: [TypePattern("task.created")]), after: .start) {
            guard let task = page.events.first?.body(as: TaskCreated.self)?.task else { continue }
            try await log.append(script(task), to: TaskEvents.stream(of: task))
            return
        }
    }

    @Test("gives the result that the worker appended, and passes its progress on")
    func success() async throws {
        let seen = Mutex<[String]>([])
        let listening = ToolContext(trace: .root(), principal: "ann") { fraction, words in
            seen.withLock { $0.append("\(fraction) \(words)") }
        }
        async let working: Void = work { task in
            [
                TaskProgressed(task: task, stage: "s", progress: 0.5, message: "half"),
                TaskCompleted(task: task, result: ["script": "text"], seconds: 1),
            ]
        }
        let tool = GenerateVideoScript(desk: TaskDesk(log: log))
        let result = try await tool.call(["video_subject": "coffee"], in: listening)
        try await working
        #expect(result == ["script": "text"] && seen.withLock { $0 } == ["0.5 half"])
        let created = try #require(try await log.readAll(.all).first)
        #expect(created.metadata.principal == "ann" && created.metadata.trace == listening.trace)
        #expect(created.body(as: TaskCreated.self)?.input == ["video_subject": "coffee"])
    }

    @Test("says why where the worker could not do it")
    func failure() async throws {
        async let working: Void = work { task in
            [TaskFailed(task: task, stage: "voice", code: "missing_part", message: "no voice", hint: "install one")]
        }
        await #expect(throws: ToolError(.failed, "no voice", hint: "install one")) {
            try await SynthesizeVoice(desk: TaskDesk(log: log)).call(["text": "hi", "voice_name": ""], in: context)
        }
        try await working
    }

    @Test("asks the worker to stop where its caller gives up")
    func cancellation() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try? await GenerateVideoScript(desk: TaskDesk(log: log)).call(["video_subject": "x"], in: context)
            }
            group.addTask { try? await work { _ in [] } }
            await untilHead(reaches: 1)
            group.cancelAll()
        }
        let types = try await log.readAll(.all).map(\.type.name)
        #expect(types == ["task.created", "task.cancel_requested"])
    }

    @Test("does not wait longer than its patience")
    func patience() async throws {
        let error = await #expect(throws: ToolError.self) {
            try await GenerateVideoScript(desk: TaskDesk(log: log, patience: 0.05)).call(
                ["video_subject": "x"], in: context)
        }
        #expect(error?.code == .timedOut)
    }

    private func untilHead(reaches position: UInt64) async {
        while log.head.value < position { await Task.yield() }
    }
}

@Suite("The tools of a video")
struct VideoToolTests {
    private let log = InMemoryEventLog()
    private let context = ToolContext(trace: .root(), principal: "ann") { _, _ in }

    /// Runs `body` with read models that follow the log.
    private func withHost(_ body: (ProjectionHost) async throws -> Void) async throws {
        let host = ProjectionHost(log: log, projections: DashboardRenderer.projections, timeout: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await body(host)
            group.cancelAll()
        }
    }

    @Test("create_video answers at once with a task that is in the log")
    func create() async throws {
        try await withHost { host in
            let tool = CreateVideo(desk: TaskDesk(log: log), host: host)
            let answer = try await tool.call(
                ["video_subject": "coffee", "video_script": "One two three."], in: context)
            let task = try #require(answer["task_id"]?.string)
            #expect(task.hasPrefix("mcp_") && task.count == 12 && answer["status"] == "queued")
            #expect(answer["estimated_completion"]?.string.flatMap { Timestamp(iso8601: $0) } != nil)
            let status = try await GetGenerationStatus(host: host, log: log).call(
                ["task_id": .string(task)], in: context)
            #expect(status["status"] == "queued" && status["progress"] == 0.0 && status["result_urls"] == [])
        }
    }

    @Test("a longer script is expected to take longer")
    func forecast() async throws {
        try await withHost { host in
            let forecast = VideoForecast(host: host, clock: SystemWallClock())
            let short = forecast.seconds(for: ["video_script": "One two three."])
            let long = forecast.seconds(for: ["video_script": .string(String(repeating: "word ", count: 200))])
            #expect(long > short + 30)
        }
    }

    @Test("get_generation_status waits for the end, gives the links, and knows no stranger")
    func status() async throws {
        try await withHost { host in
            let stream = TaskEvents.stream(of: "mcp_1")
            try await log.append(
                [TaskCreated(task: "mcp_1", kind: .video, tool: "create_video", input: [:], estimatedSeconds: 9)],
                to: stream)
            let tool = GetGenerationStatus(host: host, log: log)
            // At once, before the read models can have seen it.
            #expect(try await tool.call(["task_id": "mcp_1"], in: context)["status"] == "queued")
            async let waiting = tool.call(["task_id": "mcp_1", "wait_seconds": 20], in: context)
            try await log.append([TaskCompleted(task: "mcp_1", result: ["result_urls": ["u"]], seconds: 3)], to: stream)
            let answer = try await waiting
            #expect(answer["status"] == "complete" && answer["progress"] == 1.0 && answer["result_urls"] == ["u"])
            let error = await #expect(throws: ToolError.self) { try await tool.call(["task_id": "mcp_2"], in: context) }
            #expect(error?.code == .notFound)
        }
    }

    @Test("a batch's template is checked like the parameters of a video")
    func template() async throws {
        try await withHost { host in
            let tool = BatchVideoGeneration(desk: TaskDesk(log: log), host: host)
            let error = await #expect(throws: ToolError.self) {
                try await tool.call(["subjects": ["a"], "template_params": ["video_aspect": "4:3"]], in: context)
            }
            #expect(error?.message.contains("'template_params.video_aspect' must be one of") == true)
            let answer = try await tool.call(["subjects": ["a", "b"], "template_params": [:]], in: context)
            #expect(answer["total_videos"] == 2 && answer["batch_id"]?.string?.hasPrefix("batch_") == true)
        }
    }
}
