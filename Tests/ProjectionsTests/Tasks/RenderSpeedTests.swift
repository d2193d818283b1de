import EventStore
import Projections
import TestKit
import Testing

@Suite("The render speed")
struct RenderSpeedTests {
    private func video(_ task: String, render: Double, total: Double, attempt: Int = 1) -> [any Event] {
        [
            TaskCreated(task: task, kind: .video, tool: "create_video", input: [:], estimatedSeconds: 1),
            TaskClaimed(task: task, worker: "w", attempt: attempt),
            TaskStageCompleted(
                task: task, stage: "render", key: "k", outputs: [], result: ["video_seconds": 20], seconds: render,
                cpuSeconds: 1),
            TaskCompleted(task: task, result: [:], seconds: total),
        ]
    }

    @Test("uses the documented figures until something has been measured")
    func fallback() {
        let speed = RenderSpeed()
        #expect(speed.seconds(for: .video, videoSeconds: 30) == 45 && speed.secondsPerVideoSecond == 1)
        #expect(TaskKind.allCases.allSatisfy { speed.seconds(for: $0) > 0 && !speed.isMeasured($0) })
    }

    @Test("estimates from what the first video took")
    func first() {
        let speed = RenderSpeed(folding: recorded(video("a", render: 10, total: 14)))
        #expect(speed.secondsPerVideoSecond == 0.5)
        #expect(speed.seconds(for: .video) == 14 && speed.seconds(for: .video, videoSeconds: 40) == 24)
    }

    @Test("moves a quarter of the way to each new measurement")
    func mean() {
        let events = video("a", render: 10, total: 10) + video("b", render: 30, total: 30)
        let speed = RenderSpeed(folding: recorded(events))
        #expect(speed.secondsPerVideoSecond == 0.75 && speed.seconds(for: .video) == 15)
    }

    @Test("does not take a resumed attempt, which skips stages, for the whole")
    func resumed() {
        let speed = RenderSpeed(folding: recorded(video("a", render: 10, total: 3, attempt: 2)))
        #expect(!speed.isMeasured(.video))
    }
}
