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
        host = ProjectionHost(log: log, projections: Composition.projections)
        workshop = try Workshop(configuration, folder: folder + "/data", publicURL: nil)
        registry = ToolRegistry(Composition.workTools(log: log, host: host, configuration: configuration))
    }

    /// Runs `body` while the worker and the read models run.
    func running(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let worker = VideoWorker(log: log, workshop: workshop, folder: folder + "/data", id: "recording")
        let parts = SandboxParts(log: log, host: host, clock: SystemWallClock(), worker: worker)
        do {
            try await parts.running(body)
            await log.close()
        } catch {
            await log.close()
            throw error
        }
    }

    func call(_ tool: String, _ arguments: JSONObject) async {
        let pipeline = RequestPipeline(log: log, tools: registry, server: Composition.identity)
        _ = await pipeline.result(
            of: Request(
                id: .int(1), method: "tools/call", params: ["name": .string(tool), "arguments": .object(arguments)],
                revision: .modern, origin: RequestOrigin(transport: .http, connection: "bench")))
    }

    /// Runs the calls again, by today's tools or others.
    func replayer(_ tools: Sandbox.Tools? = nil) throws -> Replayer {
        let reader = try SQLiteEventLog.openForReading(folder: folder + "/data")
        var sandbox = Sandbox(configuration: configuration, workshop: workshop)
        if let tools { sandbox.tools = tools }
        return Replayer(
            log: reader, host: ProjectionHost(log: reader, projections: Composition.projections),
            folder: folder + "/data", sandbox: sandbox)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
