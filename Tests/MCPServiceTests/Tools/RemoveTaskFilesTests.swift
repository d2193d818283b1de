import EventStore
import Foundation
import Projections
import Testing

@testable import MCPService

@Suite("Removing a task's files")
struct RemoveTaskFilesTests {
    private let log = InMemoryEventLog()
    private let folder = NSTemporaryDirectory() + "remove-" + SpanID.random().hex

    /// Runs `body` beside read models that follow the log, with a tool that removes.
    private func withTool(_ body: (RemoveTaskFiles, ProjectionHost) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let host = ProjectionHost(log: log, projections: DashboardRenderer.projections, timeout: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await body(RemoveTaskFiles(log: log, host: host, folder: folder), host)
            group.cancelAll()
        }
    }

    private func context(_ user: String, owner: String? = nil) -> ToolContext {
        ToolContext(trace: .root(), principal: user, owner: owner) { _, _ in }
    }

    /// A task of Ann's with one file of nine bytes.
    private func make(_ task: String, kind: TaskKind = .video, parent: String? = nil, isOver: Bool = true) async throws
    {
        let place = "\(folder)/tasks/\(task)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data("the video".utf8).write(to: URL(filePath: place + "/final.mp4"))
        let output = StageOutput(path: "tasks/\(task)/final.mp4", bytes: 9, sha256: "00")
        var facts: [any Event] = [
            TaskCreated(task: task, kind: kind, tool: "create_video", input: [:], parent: parent, estimatedSeconds: 1),
            TaskStageCompleted(
                task: task, stage: "mux", key: "k", outputs: [output], result: [:], seconds: 1, cpuSeconds: 0),
        ]
        if isOver { facts.append(TaskCompleted(task: task, result: [:], seconds: 1)) }
        try await log.append(facts, to: TaskEvents.stream(of: task), metadata: EventMetadata(principal: "ann"))
    }

    private func isThere(_ task: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/tasks/\(task)") }

    @Test("takes them from the disk and from the quota, tells the log, and does nothing the second time")
    func removing() async throws {
        try await withTool { tool, host in
            try await make("mcp_1")
            try await make("mcp_2")
            let said = try await tool.call(["task_id": "mcp_1"], in: context("ann", owner: "ann"))
            #expect(said["bytes"] == 9 && !isThere("mcp_1") && isThere("mcp_2"))
            #expect(host.view(Quotas.self).value.use(of: "ann").bytes == 9)
            let told = try await log.readAll(Selection(types: [TypePattern(TaskFilesRemoved.type.name)]))
            #expect(told.map(\.metadata.principal) == ["ann"])
            #expect(try await tool.call(["task_id": "mcp_1"], in: context("ann", owner: "ann"))["bytes"] == 0)
            #expect(log.head == told.first?.position)
        }
    }

    @Test("takes those of a batch's tasks too")
    func batch() async throws {
        try await withTool { tool, _ in
            try await make("batch_1", kind: .batch, isOver: false)
            try await make("mcp_1", parent: "batch_1")
            try await log.append(
                [TaskCancelled(task: "batch_1", reason: "")], to: TaskEvents.stream(of: "batch_1"),
                metadata: EventMetadata(principal: "ann"))
            #expect(try await tool.call(["task_id": "batch_1"], in: context("ann"))["bytes"] == 18)
            #expect(!isThere("batch_1") && !isThere("mcp_1"))
        }
    }

    @Test("leaves those of a task that is not over, and of somebody else's")
    func refusals() async throws {
        try await withTool { tool, _ in
            try await make("mcp_1", isOver: false)
            try await make("mcp_2")
            await #expect(throws: ToolError.self) { try await tool.call(["task_id": "mcp_1"], in: context("ann")) }
            let other = context("tom", owner: "tom")
            let refused = await #expect(throws: ToolError.self) { try await tool.call(["task_id": "mcp_2"], in: other) }
            #expect(refused == TaskWatch.none("mcp_2"))
            #expect(isThere("mcp_1") && isThere("mcp_2"))
        }
    }
}
