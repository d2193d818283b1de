import PromQL
import Testing

@Suite("Aggregations")
struct AggregationTests {
    private let engine: QueryEngine

    init() throws {
        engine = QueryEngine(
            source: try MemorySource([
                "m{job=\"a\",n=\"1\"}": [1], "m{job=\"a\",n=\"2\"}": [2], "m{job=\"b\",n=\"1\"}": [3],
                "m{job=\"b\",n=\"2\"}": [8], "m{job=\"b\",n=\"3\"}": [.nan], "big{n=\"1\"}": [1e308],
                "big{n=\"2\"}": [1e308],
            ]))
    }

    @Test(
        "a group is one number",
        arguments: [
            ("sum", 3.0), ("avg", 1.5), ("min", 1), ("max", 2), ("count", 2), ("group", 1), ("stddev", 0.5),
            ("stdvar", 0.25),
        ])
    func operators(name: String, expected: Double) throws {
        #expect(try engine.values("\(name) by (job) (m)", at: 0)["{job=\"a\"}"] == expected)
        #expect(try engine.values("\(name)(m{job=\"a\"})", at: 0) == ["": expected])
        #expect(try engine.values("\(name) without (n) (m{job=\"a\"})", at: 0) == ["{job=\"a\"}": expected])
    }

    @Test("NaN is never the largest or smallest while there is another, and a mean does not overflow")
    func specialValues() throws {
        #expect(try engine.value("max(m)", at: 0) == 8)
        #expect(try engine.value("min(m)", at: 0) == 1)
        #expect(try engine.value("sum(m)", at: 0)?.isNaN == true)
        #expect(try engine.value("avg(big)", at: 0) == 1e308)
        #expect(try engine.value("sum(big)", at: 0) == .infinity)
        #expect(try engine.values("sum(nothing)", at: 0).isEmpty)
    }

    @Test("topk and bottomk keep whole series, best first, NaN last")
    func extremes() throws {
        func order(_ query: String) throws -> [Double] {
            guard case .vector(let samples) = try engine.instant(query, at: 0) else { return [] }
            return samples.map(\.value)
        }
        #expect(try order("topk(2, m)") == [8, 3])
        #expect(try order("bottomk(2, m)") == [1, 2])
        #expect(try order("topk(9, m)").prefix(4) == [8, 3, 2, 1])
        #expect(try order("topk(9, m)").last?.isNaN == true)
        #expect(try order("topk(0, m)").isEmpty)
        #expect(try order("topk by (job) (1, m)") == [2, 8])
        #expect(try order("sort_desc(m{n!=\"3\"})") == [8, 3, 2, 1])
        #expect(try order("sort(m)").prefix(4) == [1, 2, 3, 8])
        #expect(engine.fault("topk(NaN, m)") == "Scalar value NaN overflows int64")
    }

    @Test(
        "a quantile lies between two values in proportion",
        arguments: [
            ("0", 1.0), ("0.5", 2.5), ("1", 8), ("0.9", 6.5), ("-1", -.infinity), ("2", .infinity),
        ])
    func quantiles(quantile: String, expected: Double) throws {
        let value = try #require(try engine.value("quantile(\(quantile), m{n!=\"3\"})", at: 0))
        #expect(value == expected || abs(value - expected) < 1e-12)
    }

    @Test("count_values counts under a label with the value")
    func countValues() throws {
        let counts = try engine.values("count_values(\"v\", m > bool 1)", at: 0)
        #expect(counts == ["{v=\"0\"}": 2, "{v=\"1\"}": 3])
        let grouped = try engine.values("count_values by (job) (\"v\", m{n=\"2\"} / 4)", at: 0)
        #expect(grouped == ["{job=\"a\", v=\"0.5\"}": 1, "{job=\"b\", v=\"2\"}": 1])
        #expect(engine.fault("count_values(\"a-b\", m)") == "invalid label name \"a-b\"")
    }
}
