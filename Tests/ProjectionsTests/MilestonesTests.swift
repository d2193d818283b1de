import EventStore
import Projections
import TestKit
import Testing

@Suite("Milestones")
struct MilestonesTests {
    @Test("are starts, failures and alerts, each with whom it concerns")
    func kinds() {
        Given(
            Milestones.self,
            ServiceStarted(instance: "i", version: "0.1.0", command: "serve", process: 1, address: nil),
            TaskCancelled(task: "t", reason: ""),
            TaskFailed(task: "mcp_1", stage: "render", code: "timed_out", message: "m", hint: nil)
        ).then {
            #expect($0.latest.map(\.label) == ["0.1.0", "mcp_1"] && $0.latest.map(\.position.value) == [1, 3])
        }
    }

    @Test("are so many at most, the oldest go first")
    func bounded() {
        var milestones = Milestones()
        let failures = (1...Milestones.limit + 5).map {
            TaskFailed(task: "mcp_\($0)", stage: "render", code: "timed_out", message: "m", hint: nil)
        }
        for event in recorded(failures) { milestones.apply(event) }
        #expect(milestones.latest.count == Milestones.limit && milestones.latest.first?.label == "mcp_6")
    }
}
