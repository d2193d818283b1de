import EventStore
import Foundation
import Projections
import Testing

@testable import moneyprinter

@Suite("The sweep of files")
struct FileSweepTests {
    private let log = InMemoryEventLog()
    private let folder = NSTemporaryDirectory() + "sweep-" + SpanID.random().hex

    private func make(_ task: String) async throws {
        let place = "\(folder)/tasks/\(task)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let output = StageOutput(path: "tasks/\(task)/final.mp4", bytes: 9, sha256: "00")
        let facts: [any Event] = [
            TaskCreated(task: task, kind: .video, tool: "create_video", input: [:], estimatedSeconds: 1),
            TaskStageCompleted(
                task: task, stage: "mux", key: "k", outputs: [output], result: [:], seconds: 1, cpuSeconds: 0),
            TaskCompleted(task: task, result: [:], seconds: 1),
        ]
        try await log.append(facts, to: TaskEvents.stream(of: task), metadata: EventMetadata(principal: "ann"))
    }

    @Test("tells the log once which tasks' folders somebody removed")
    func look() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let host = ProjectionHost(log: log, projections: [Quotas.self], timeout: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            for task in ["mcp_1", "mcp_2"] { try await make(task) }
            try await host.caughtUp()
            let sweep = FileSweep(log: log, host: host, folder: folder)
            await sweep.look()
            #expect(host.view(Quotas.self).value.use(of: "ann").bytes == 18)
            try FileManager.default.removeItem(atPath: folder + "/tasks/mcp_1")
            for _ in 0..<2 {
                await sweep.look()
                try await host.caughtUp()
            }
            let told = try await log.readAll(Selection(types: [TypePattern(TaskFilesRemoved.type.name)]))
            #expect(told.compactMap { $0.body(as: TaskFilesRemoved.self)?.task } == ["mcp_1"])
            #expect(host.view(Quotas.self).value.use(of: "ann").bytes == 9)
            group.cancelAll()
        }
    }
}
