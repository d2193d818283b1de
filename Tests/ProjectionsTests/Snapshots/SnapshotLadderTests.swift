import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("The ladder of snapshots")
struct SnapshotLadderTests {
    private func rung(_ position: UInt64) -> SnapshotHeading {
        SnapshotHeading(name: "m@\(position)", position: Position(position), schema: "s", bytes: 1)
    }

    @Test("keeps to its limit, covers the log evenly and always has the latest", arguments: 1...30)
    func thinning(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let limits = SnapshotLimits(spacing: 100, count: 8)
        var rungs: [SnapshotHeading] = []
        var position: UInt64 = 0
        for _ in 0..<400 {
            position += UInt64.random(in: 1...150, using: &generator)
            rungs.append(rung(position))
            let surplus = Set(SnapshotLadder.surplus(rungs, limits))
            rungs.removeAll { surplus.contains($0.name) }
            #expect(rungs.count <= limits.count)
            #expect(rungs.last?.position.value == position)
        }
        let gaps = zip([0] + rungs.map(\.position.value), rungs.map(\.position.value)).map { $1 - $0 }
        let widest = gaps.max() ?? 0
        #expect(Double(widest) < 4.0 * Double(position) / Double(limits.count))
    }

    @Test("of few snapshots drops none but those in one stretch")
    func few() {
        let limits = SnapshotLimits(spacing: 100, count: 8)
        #expect(SnapshotLadder.surplus([], limits).isEmpty)
        #expect(SnapshotLadder.surplus([rung(5)], limits).isEmpty)
        #expect(SnapshotLadder.surplus([rung(100), rung(230), rung(250), rung(260)], limits) == ["m@250"])
    }

    @Test("are made so far apart that none of a log that is folded at once is dropped again")
    func stretch() {
        let limits = SnapshotLimits(spacing: 100, count: 8)
        for events: UInt64 in [0, 99, 700, 799, 800, 1599, 1600, 123_456] {
            let length = limits.stretch(of: events)
            let rungs = (0...events / length).dropFirst().map { rung($0 * length) } + [rung(events + 1)]
            #expect(SnapshotLadder.surplus(rungs, limits).isEmpty, "\(events)")
        }
    }
}
