import EventStore
import Foundation
import MCPService
import Projections
import VideoTools

@testable import moneyprinter

/// A whole service without doors over a folder of its own, that is called, and whose calls are then run again.
struct RecordingBench {
    let folder: String
    let configuration: Configuration
    let log: SQLiteEventLog
    /// The log as those see it who write down calls.
    let recording: RecordingLog
    let host: ProjectionHost
    let workshop: Workshop
    let registry: ToolRegistry

    /// - Parameter change: of the configuration.
    init(_ change: (inout Configuration) -> Void = { _ in }) throws {
        folder = URL.temporaryDirectory.appending(path: UUID().uuidString).path
        var configuration = Configuration()
        configuration.dataFolder = folder + "/data"
        configuration.replay.folder = folder + "/sandboxes"
        change(&configuration)
        self.configuration = configuration
        try FileManager.default.createDirectory(
            atPath: folder + "/sandboxes", withIntermediateDirectories: true)
        log = try SQLiteEventLog.open(folder: folder + "/data")
        recording = RecordingLog(log, keys: log.valueKeys, rules: configuration.recording.rules)
        host = ProjectionHost(log: log, projections: Composition.projections)
        workshop = try Workshop(configuration, folder: folder + "/data", publicURL: nil)
        registry = ToolRegistry(Composition.workTools(log: recording, host: host, configuration: configuration))
    }

    /// A video that may be analysed, where the bench was made with one.
    var clip: String { folder + "/materials/pattern.mp4" }

    /// A bench with a short video in its folder of materials, and a voice that starts at once.
    static func withClip() async throws -> RecordingBench {
        let bench = try RecordingBench { configuration in
            configuration.voice.engine = .espeak
            configuration.materials.folder = configuration.dataFolder.replacing("/data", with: "/materials")
        }
        try FileManager.default.createDirectory(atPath: bench.folder + "/materials", withIntermediateDirectories: true)
        let ffmpeg = ExternalProgram(executable: "ffmpeg", timeout: .seconds(60))
        try await ffmpeg.runToSuccess([
            "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=2", "-pix_fmt", "yuv420p",
            "-y", bench.clip,
        ])
        return bench
    }

    /// Runs `body` while the worker and the read models run.
    func running(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let worker = VideoWorker(log: recording, workshop: workshop, folder: folder + "/data", id: "recording")
        let parts = SandboxParts(log: recording, host: host, clock: SystemWallClock(), worker: worker)
        do {
            try await parts.running(body)
            await log.close()
        } catch {
            await log.close()
            throw error
        }
    }

    func call(_ tool: String, _ arguments: JSONObject) async {
        let pipeline = RequestPipeline(log: recording, tools: registry, server: Composition.identity)
        _ = await pipeline.result(
            of: Request(
                id: .int(1), method: "tools/call", params: ["name": .string(tool), "arguments": .object(arguments)],
                revision: .modern, origin: RequestOrigin(transport: .http, connection: "bench")))
    }

    /// Runs the calls again, by today's tools or others.
    ///
    /// - Parameter change: of the configuration since they were recorded.
    func replayer(
        _ tools: Sandbox.Tools? = nil, _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> Replayer {
        var configuration = configuration
        change(&configuration)
        let reader = try SQLiteEventLog.openForReading(folder: folder + "/data")
        var sandbox = Sandbox(
            configuration: configuration, workshop: workshop, digests: reader.valueKeys,
            programs: SandboxPrograms(python: configuration.voice.neuralPython))
        if let tools { sandbox.tools = tools }
        return Replayer(
            log: reader, host: ProjectionHost(log: reader, projections: Composition.projections),
            folder: folder + "/data", sandbox: sandbox)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
