import EventStore
import Testing

@testable import MCPService

@Suite("Asking for an analysis")
struct AnalyzeVideoContentTests {
    private let log = InMemoryEventLog()

    private func begin(_ uri: String, owner: String?) async throws {
        let context = ToolContext(trace: .root(), principal: owner ?? "root", owner: owner) { _, _ in }
        _ = try await AnalyzeVideoContent(desk: TaskDesk(log: log)).begin(["video_uri": .string(uri)], in: context)
    }

    @Test("refuses the video of somebody else's task as it refuses one that is not there")
    func ownership() async throws {
        let made = TaskCreated(task: "mcp_1", kind: .video, tool: "create_video", input: [:], estimatedSeconds: 1)
        try await log.append(
            [made], to: TaskEvents.stream(of: "mcp_1"), metadata: EventMetadata(principal: "ann"))
        let theirs = await #expect(throws: ToolError.self) { try await begin("task://mcp_1/final", owner: "tom") }
        let none = await #expect(throws: ToolError.self) { try await begin("task://mcp_2/final", owner: "tom") }
        #expect(theirs == none && log.head == Position(1))
        try await begin("task://mcp_1/final", owner: "ann")
        try await begin("task://mcp_1/final", owner: nil)
        #expect(log.head == Position(3))
    }
}
