import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("A recent map")
struct RecentMapTests {
    @Test("holds as many as it may and lets the oldest go")
    func bounded() {
        var map = RecentMap<Int, String>(limit: 3)
        for key in 1...5 { map[key] = "\(key)" }
        map[4] = "four"
        #expect(map.keys == [3, 4, 5] && map.ordered == ["3", "four", "5"] && map.oldest == 3)
    }

    @Test("behaves as a list of pairs would", arguments: 0..<50)
    func model(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        var map = RecentMap<Int, Int>(limit: 8)
        var list: [(key: Int, value: Int)] = []
        for step in 0..<500 {
            let key = Int.random(in: 0..<16, using: &generator)
            let place = list.firstIndex { $0.key == key }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                map[key] = nil
                if let place { list.remove(at: place) }
            } else {
                map[key] = step
                if let place { list[place].value = step } else { list.append((key, step)) }
                if list.count > 8 { list.removeFirst() }
            }
            #expect(map.keys == list.map(\.key) && map.ordered == list.map(\.value) && map.oldest == list.first?.key)
        }
    }
}

@Suite("A ring of time slots")
struct SlotRingTests {
    @Test("keeps only what lies within its length of time, and leaves quiet slots out")
    func window() {
        var ring = SlotRing(seconds: 10, limit: 3, initial: 0)
        for offset in [0.0, 5, 12, 47, 58] {
            ring.update(at: ManualClock.start.advanced(bySeconds: offset)) { $0 += 1 }
        }
        let now = ManualClock.start.advanced(bySeconds: 58)
        #expect(ring.last(3, until: now) == [1, 1] && ring.slots.count <= 3)
        #expect(ring.strip(3, until: now) == [nil, 1, 1])
        #expect(ring.start(3, until: now) == ManualClock.start.advanced(bySeconds: 30))
    }
}
