import EventStore
import Foundation
import Projections
import VideoTools

/// A data folder that is looked at and not written to; the service that owns it may run meanwhile.
struct RecordedService: Sendable {
    let configuration: Configuration
    let log: SQLiteEventLog
    let host: ProjectionHost
    let series: SeriesHost
    /// Absolute.
    let folder: String

    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        folder = URL(filePath: configuration.dataFolder).standardizedFileURL.path
        log = try SQLiteEventLog.openForReading(folder: folder)
        host = ProjectionHost(log: log, projections: Composition.projections)
        series = SeriesHost(log: log, producers: Composition.producers)
    }

    /// Runs `body` with the series derived from the log up to its head: read from what is stored, and the rest folded.
    func withSeries<Value: Sendable>(_ body: @Sendable @escaping () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await series.run()
                return nil
            }
            group.addTask {
                try await series.wait(for: log.head, timeout: .seconds(86_400))
                return try await body()
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    /// Runs `body` with a replayer, and ends the programs that it started.
    func replaying<Value: Sendable>(_ body: (Replayer) async throws -> Value) async throws -> Value {
        let workshop = try Workshop(configuration, folder: folder, publicURL: configuration.server.publicURL)
        let sandbox = Sandbox(
            configuration: configuration, workshop: workshop, digests: log.valueKeys,
            programs: SandboxPrograms(python: configuration.voice.neuralPython))
        do {
            let value = try await body(Replayer(log: log, host: host, folder: folder, sandbox: sandbox))
            await sandbox.programs.close()
            return value
        } catch {
            await sandbox.programs.close()
            throw error
        }
    }
}
