import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("What a host of series guards")
struct SeriesHostStateTests {
    private let limits = SeriesLimits(blockRows: 4, spacing: 4)

    private func events(_ count: Int) -> [RecordedEvent] {
        let facts = (1...count).map { number in
            let point = MetricPoint(value: .number(MetricNumber(Double(number))))
            return MetricsReceived(
                resource: [:], families: [MetricFamily(name: "c", kind: .counter, points: [point])])
        }
        return recorded(facts)
    }

    private func contents(_ state: SeriesHostState) -> [Bool] {
        state.fold.store.sources.flatMap(\.blocks).map { $0.contents != nil }
    }

    @Test("lets go of the bytes of blocks that were stored, but not of those that were folded anew meanwhile")
    func generations() throws {
        let events = events(9)
        var state = SeriesHostState(SeriesFold([ReceivedSeries()], limits))
        let given = state.apply(events, through: Position(9))
        let due = try #require(given)
        let names = Set(due.store.headings.map(\.name))
        #expect(contents(state) == [true, true])

        // A block was found to be gone while the value was on its way.
        var anew = state
        anew.reset()
        _ = anew.apply(events, through: Position(9))
        anew.release(names, of: due)
        #expect(contents(anew) == [true, true], "blocks of the same names that nobody has stored")
        if let block = due.store.sources[0].blocks.first { anew.replace(block, of: due) }
        #expect(anew.fold.store.removed.isEmpty)

        state.release(names, of: due)
        #expect(contents(state) == [false, false])
    }
}
