import EventStore
import Projections
import TestKit
import Testing

@Suite("The pace of a replay")
struct ReplayPaceTests {
    /// Events at 0, 2, 3 and 103 seconds.
    private let events = recorded(
        [0.0, 2, 1, 100].map { Happening(TaskCancelled(task: "t", reason: ""), after: $0) })

    private func pauses(_ speed: Double?, longest: Double = 5) -> [Double] {
        var pace = ReplayPace(speed: speed, longestPause: longest)
        return events.map { pace.pause(before: $0) }
    }

    @Test("is that of the events, or so many times as fast")
    func speed() {
        #expect(pauses(1, longest: 1000) == [0, 2, 1, 100])
        #expect(pauses(10, longest: 1000) == [0, 0.2, 0.1, 10])
    }

    @Test("waits no longer than it may, however long nothing happened")
    func bounded() {
        #expect(pauses(1) == [0, 2, 1, 5])
    }

    @Test("knows no pause where it goes as fast as possible")
    func fast() {
        #expect(pauses(nil) == [0, 0, 0, 0])
    }
}
