import PromQL
import Testing

@Suite("Functions over time")
struct OverTimeTests {
    private let engine: QueryEngine

    init() throws {
        engine = QueryEngine(
            source: try MemorySource([
                "m": [1, 2, 6, 3, 8], "mixed": [.nan, 2, .infinity, 1, 0], "large": [1e16, 1, -1e16],
                "huge": [1.7e308, 1.7e308],
            ]))
    }

    @Test(
        "each makes one value of a window",
        arguments: [
            ("sum_over_time(m[4m])", 20.0), ("avg_over_time(m[4m])", 4), ("min_over_time(m[4m])", 1),
            ("max_over_time(m[4m])", 8), ("count_over_time(m[4m])", 5), ("last_over_time(m[4m])", 8),
            ("present_over_time(m[4m])", 1), ("stdvar_over_time(m[4m])", 6.8), ("quantile_over_time(0.5, m[4m])", 3),
            ("quantile_over_time(2, m[4m])", .infinity), ("mad_over_time(m[4m])", 2),
            ("max_over_time(mixed[4m])", .infinity),
            ("min_over_time(mixed[4m])", 0), ("sum_over_time(large[4m])", 1), ("avg_over_time(huge[4m])", 1.7e308),
            ("sum_over_time(huge[4m])", .infinity), ("count_over_time((m > 2)[4m:1m])", 3),
            ("sum_over_time(m[2m:30s])", 26),
        ] as [(String, Double)])
    func values(query: String, expected: Double) throws {
        let value = try #require(try engine.value(query, at: 240))
        #expect(value == expected || abs(value - expected) <= 1e-12 * abs(expected), "\(query) = \(value)")
    }

    @Test("only the last value is still the metric itself")
    func names() throws {
        #expect(try engine.values("last_over_time(m[4m])", at: 240).keys.first == "{__name__=\"m\"}")
        #expect(try engine.values("max_over_time(m[4m])", at: 240).keys.first == "")
    }

    @Test("a subquery evaluates at multiples of its step, whenever it is asked")
    func alignment() throws {
        let result = try engine.instant("m[3m:1m]", at: 215_000)
        guard case .matrix(let series) = result else {
            Issue.record("no matrix")
            return
        }
        #expect(series.map(\.samples.timestamps) == [[60_000, 120_000, 180_000]])
    }

    @Test(
        "absence has the labels that are demanded by equality",
        arguments: [
            ("absent(nothing{a=\"1\",b!=\"2\"})", "{a=\"1\"}"),
            ("absent(nothing{a=\"1\",a=\"2\",b=\"3\"})", "{b=\"3\"}"),
            ("absent_over_time(nothing{a=\"1\"}[5m])", "{a=\"1\"}"), ("absent(sum(nothing{a=\"1\"}))", ""),
            ("absent((nothing{a=\"1\"}))", "{a=\"1\"}"),
        ])
    func absence(query: String, labels: String) throws {
        #expect(try engine.values(query, at: 0) == [labels: 1])
        #expect(try engine.values("absent(m)", at: 0).isEmpty)
        #expect(try engine.values("absent_over_time(m[5m])", at: 0).isEmpty)
    }
}
