import EventStore
import Projections
import Testing

@Suite("The difference of two values")
struct JSONDifferenceTests {
    private func paths(_ before: JSON, _ after: JSON) -> [String] { JSONDifference(before, after).entries.map(\.path) }

    @Test("names each place that changed, came or went")
    func places() {
        let before: JSON = ["a": 1, "b": ["x": true, "y": [1, 2]], "gone": 0]
        let after: JSON = ["a": 2, "b": ["x": true, "y": [1, 3, 4]], "new": 5]
        #expect(paths(before, after) == ["a", "b.y[1]", "b.y[2]", "gone", "new"])
        let kinds = JSONDifference(before, after).json["differences"]?.array?.map { $0["kind"]?.string }
        #expect(kinds == ["changed", "changed", "added", "removed", "added"])
    }

    @Test("of equal values is none")
    func equal() {
        #expect(paths(["a": 1, "b": [2, "c"]], ["a": 1, "b": [2, "c"]]) == [])
    }

    @Test("leaves out what may differ, and everything below it")
    func ignored() {
        let difference = JSONDifference(["id": ["n": 1], "x": 1], ["id": ["n": 2], "x": 2]) { $0 == "id" }
        #expect(difference.entries.map(\.path) == ["x"])
    }

    @Test("counts what is too much to show")
    func bounded() {
        let many = JSONDifference(.array((0..<50).map(JSON.int)), .array((1..<51).map(JSON.int)), limit: 10)
        #expect(many.entries.count == 10 && many.more == 40 && !many.isEmpty)
    }
}
