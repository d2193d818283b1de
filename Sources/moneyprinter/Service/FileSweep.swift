import EventStore
import Foundation
import Projections

/// Tells the log when the files of a task are gone, whoever removed them, so that quotas of the disk have room again.
struct FileSweep: Sendable {
    let log: any EventLog
    /// Holds ``Quotas``.
    let host: ProjectionHost
    /// The data folder.
    let folder: String
    var interval = Duration.seconds(30)

    /// Looks again and again, until it is cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: interval)
            await look()
        }
    }

    /// Looks once.
    func look() async {
        // In this order: the folder of a task that is known here was there before.
        let filed = host.view(Quotas.self).value.filed
        guard !filed.isEmpty else { return }
        let there = Set((try? FileManager.default.contentsOfDirectory(atPath: folder + "/tasks")) ?? [])
        for (task, bytes) in filed where !there.contains(task) {
            // A log that cannot take it is asked again at the next look.
            _ = try? await log.append(
                [TaskFilesRemoved(task: task, bytes: bytes)], to: TaskEvents.stream(of: task), durability: .synced)
        }
    }
}
