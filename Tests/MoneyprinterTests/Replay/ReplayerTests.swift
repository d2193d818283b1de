import EventStore
import Foundation
import MCPService
import Projections
import Testing

@testable import moneyprinter

@Suite("Recorded calls run again")
struct ReplayerTests {
    /// Calls that are recorded; 500 with two renders take some minutes.
    private static let count = ProcessInfo.processInfo.environment["MONEYPRINTER_REPLAY_CALLS"].flatMap(Int.init) ?? 42

    /// A service that answered `count` calls and did what they asked for.
    private func recorded(_ count: Int, renders: Int = 0) async throws -> RecordingBench {
        let bench = try await RecordingBench.withClip()
        try await bench.running {
            for call in CallMix(clip: bench.clip, renders: renders).calls(count) {
                await bench.call(call.tool, call.arguments)
            }
            // What was created is over, so that it can be asked for.
            try await SandboxParts.workDone(of: bench.log)
            try await bench.host.caughtUp()
            for task in bench.host.view(TaskBoard.self).value.tasks(limit: 1000).prefix(count / 7) {
                await bench.call("get_generation_status", ["task_id": .string(task.id), "wait_seconds": 5])
            }
        }
        return bench
    }

    private func all(_ bench: RecordingBench) async throws -> [RecordedCall] {
        try await RecordedCalls(log: SQLiteEventLog.openForReading(folder: bench.folder + "/data"))
            .latest(tool: nil, failing: nil, last: 1000)
    }

    @Test("on the same build differ in nothing but what is declared volatile")
    func same() async throws {
        let bench = try await recorded(Self.count, renders: Self.count >= 500 ? 2 : 0)
        defer { bench.remove() }
        let calls = try await all(bench)
        #expect(calls.count > Self.count)
        let tools: Set = [
            "generate_video_script", "generate_video_terms", "synthesize_voice", "analyze_video_content",
            "create_video", "batch_video_generation", "get_generation_status",
        ]
        #expect(tools.isSubset(of: Set(calls.map(\.tool))))
        #expect(calls.contains { $0.failure == nil })
        let replayer = try bench.replayer()
        for call in calls {
            let report = try await replayer.replay(call)
            let expected: ReplayVerdict = call.failure == nil ? .same : .sameFailure
            #expect(report["verdict"] == .string(expected.rawValue), "\(report.prettyText)")
            #expect(report["result"]?["differences"] == [] && report["events"] == [], "\(report.prettyText)")
        }
        await replayer.sandbox.programs.close()
    }

    @Test(
        "on a build with a fault are found where it strikes, and nowhere else",
        arguments: [
            ("generate_video_terms", "hot water"), ("generate_video_script", "coffee"), ("create_video", "the sea"),
            ("get_generation_status", "mcp_20000012"),
        ])
    func planted(tool: String, text: String) async throws {
        let bench = try await recorded(Self.count)
        defer { bench.remove() }
        let faulty: Sandbox.Tools = { log, host, configuration, clock, makeID in
            let tools = Composition.workTools(
                log: log, host: host, configuration: configuration, clock: clock, makeID: makeID)
            return ToolRegistry(tools.map { FaultyTool($0, of: tool, where: text) })
        }
        let replayer = try bench.replayer(faulty)
        var struck = 0
        for call in try await all(bench) {
            let isStruck = call.tool == tool && call.request.params.text.contains(text)
            struck += isStruck ? 1 : 0
            let unharmed: ReplayVerdict = call.failure == nil ? .same : .sameFailure
            let verdict = try await replayer.replay(call)["verdict"]
            #expect(verdict == .string((isStruck ? .newFailure : unharmed).rawValue), "\(call.request.params.text)")
        }
        #expect(struck > 0)
        await replayer.sandbox.programs.close()
    }

    @Test("leave no trace: neither log nor data folder change, no sandbox stays, and nobody is called")
    func traceless() async throws {
        let bench = try await recorded(14)
        defer { bench.remove() }
        let before = try FolderDigest.of(bench.folder)
        // A provider that the recording knows nothing of, and that today's build would ask.
        let listener = try Listener()
        defer { listener.close() }
        let replayer = try bench.replayer(nil) { $0.llm.baseURL = "http://127.0.0.1:\(listener.port)/v1" }
        var blocked = 0
        for call in try await all(bench) {
            let report = try await replayer.replay(call)
            blocked += report["providers"]?["blocked"]?.array?.count ?? 0
        }
        await replayer.sandbox.programs.close()
        #expect(blocked > 0 && !listener.wasCalled)
        #expect(try FolderDigest.of(bench.folder) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/sandboxes").isEmpty)
    }

    @Test("that cannot be run again say why")
    func unknown() async throws {
        let bench = try await recorded(1)
        defer { bench.remove() }
        let replayer = try bench.replayer()
        await #expect(throws: ReplayFunctions.Fault.self) {
            try await replayer.replay(.request(SpanID(0x1234_5678_9abc_def0)))
        }
    }
}
