import EventStore
import Projections
import Testing

@Suite("A ranking of attributes")
struct AttributeRankingTests {
    @Test("puts first what the failing have and the passing have not")
    func best() {
        var ranking = AttributeRanking()
        for number in 0..<20 {
            ranking.add(["client": "a", "voice": number % 2 == 0 ? "old" : "new"], isFailing: number % 2 == 0)
        }
        let rows = ranking.json(limit: 2)["attributes"]?.array ?? []
        #expect(rows.allSatisfy { $0["attribute"] == "voice" && $0["score"] == 1.0 } && rows.count == 2)
        #expect(ranking.failing == 10 && ranking.passing == 10)
    }

    @Test("takes numbers by their size")
    func sizes() {
        var ranking = AttributeRanking()
        for number in 100..<110 { ranking.add(["count": .int(number)], isFailing: true) }
        for number in 600..<610 { ranking.add(["count": .int(number)], isFailing: false) }
        let values = ranking.json(limit: 2)["attributes"]?.array?.map { $0["value"]?.string ?? "" }
        #expect(Set(values ?? []) == ["64 to 128", "512 to 1024"])
    }

    @Test("of nothing is empty")
    func empty() {
        #expect(AttributeRanking().json()["attributes"] == [])
    }

    @Test("finds the leaves of what was asked")
    func leaves() {
        let found = AttributeRanking.leaves(of: ["a": ["b": 1, "c": [1, 2]], "d": "x"], at: "arguments")
        #expect(found == ["arguments.a.b": 1, "arguments.d": "x"])
    }
}
