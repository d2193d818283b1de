import EventStore
import Foundation
import MCPService
import Projections
import Testing

@testable import moneyprinter

@Suite("Recorded calls run again")
struct ReplayerTests {
    private static let script = "Tea is a drink. It is made of leaves in hot water."

    /// Calls of every tool that needs no program, good and bad.
    private static let calls: [(tool: String, arguments: JSONObject)] = [
        ("generate_video_script", ["video_subject": "green tea"]), ("generate_video_script", ["video_subject": ""]),
        ("generate_video_script", ["video_subject": "coffee", "paragraph_number": 2]),
        ("generate_video_terms", ["video_subject": "tea", "video_script": .string(script)]),
        ("generate_video_terms", ["video_subject": "tea"]),
        ("analyze_video_content", ["video_uri": "task://mcp_ffffffff/final", "analysis_type": "quality"]),
        ("synthesize_voice", ["text": "tea", "voice_name": "nobody-of-that-name"]),
        ("synthesize_voice", ["text": "", "voice_name": ""]),
        ("create_video", ["video_subject": "tea", "voice_name": "nobody-of-that-name"]),
        ("create_video", ["video_subject": 7]), ("batch_video_generation", ["subjects": []]),
        ("batch_video_generation", ["subjects": ["tea"], "template_params": ["voice_name": "nobody-of-that-name"]]),
        ("get_generation_status", ["task_id": "mcp_ffffffff"]), ("no_such_tool", [:]),
    ]

    /// A service that answered `count` calls and did what they asked for.
    private func recorded(_ count: Int) async throws -> RecordingBench {
        let bench = try RecordingBench()
        try await bench.running {
            for number in 0..<count {
                let call = Self.calls[number % Self.calls.count]
                await bench.call(call.tool, call.arguments)
            }
            // What was created is over, so that it can be asked for.
            try await SandboxParts.workDone(of: bench.log)
            try await bench.host.caughtUp()
            for task in bench.host.view(TaskBoard.self).value.tasks(limit: 1000) {
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
        let bench = try await recorded(28)
        defer { bench.remove() }
        let calls = try await all(bench)
        #expect(calls.count > 28)
        let replayer = try bench.replayer()
        for call in calls {
            let report = try await replayer.replay(call)
            let expected: ReplayVerdict = call.failure == nil ? .same : .sameFailure
            #expect(report["verdict"] == .string(expected.rawValue), "\(report.prettyText)")
            #expect(report["result"]?["differences"] == [] && report["events"] == [], "\(report.prettyText)")
        }
    }

    @Test("on a build with a fault are found where it strikes, and nowhere else")
    func planted() async throws {
        let bench = try await recorded(28)
        defer { bench.remove() }
        let faulty: Sandbox.Tools = { log, host, configuration, clock, makeID in
            let tools = Composition.workTools(
                log: log, host: host, configuration: configuration, clock: clock, makeID: makeID)
            return ToolRegistry(tools.map { FaultyTool($0, of: "generate_video_terms", where: "hot water") })
        }
        let replayer = try bench.replayer(faulty)
        for call in try await all(bench) {
            let isStruck = call.tool == "generate_video_terms" && call.request.params.text.contains("hot water")
            let unharmed: ReplayVerdict = call.failure == nil ? .same : .sameFailure
            let verdict = try await replayer.replay(call)["verdict"]
            #expect(verdict == .string((isStruck ? .newFailure : unharmed).rawValue), "\(call.request.params.text)")
        }
    }

    @Test("leave no trace: neither log nor data folder change, and no sandbox stays")
    func traceless() async throws {
        let bench = try await recorded(14)
        defer { bench.remove() }
        let before = try FolderDigest.of(bench.folder)
        let replayer = try bench.replayer()
        for call in try await all(bench) { _ = try await replayer.replay(call) }
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
