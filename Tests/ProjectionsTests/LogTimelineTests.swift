import EventStore
import Projections
import TestKit
import Testing

@Suite("The timeline of a log")
struct LogTimelineTests {
    private func fold(_ delays: [Double]) -> LogTimeline {
        var timeline = LogTimeline()
        for event in recorded(delays.map { Happening(TaskCancelled(task: "t", reason: ""), after: $0) }) {
            timeline.apply(event)
        }
        return timeline
    }

    @Test("counts every event once, in slots that grow with the log", arguments: [1, 10, 239, 240, 241, 5000])
    func counts(seconds: Int) {
        let timeline = fold(Array(repeating: 1, count: seconds))
        #expect(timeline.counts.reduce(0, +) == seconds)
        #expect(timeline.counts.count <= LogTimeline.slotLimit && timeline.last == Position(UInt64(seconds)))
        if seconds > LogTimeline.slotLimit { #expect(timeline.counts.count >= LogTimeline.slotLimit / 2) }
    }

    @Test("begins its slots at multiples of their length, so that two logs lie on one grid")
    func grid() throws {
        let timeline = fold([0, 1000, 3000, 1])
        let start = try #require(timeline.start).nanoseconds / 1_000_000_000
        #expect(start % Int64(timeline.seconds) == 0 && timeline.counts.reduce(0, +) == 4)
        #expect(timeline.counts.first == 1)
    }

    @Test("of an empty log has no beginning")
    func empty() {
        #expect(LogTimeline().start == nil && LogTimeline().counts.isEmpty)
    }
}
