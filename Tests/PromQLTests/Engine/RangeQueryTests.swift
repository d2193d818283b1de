import PromQL
import Testing

@Suite("Range queries")
struct RangeQueryTests {
    private static func source(seed: Int) throws -> MemorySource {
        var chance = Chance(seed: seed)
        var source = try MemorySource([:])
        for name in ["a", "b"] {
            for job in ["x", "y", "z"] {
                var samples = Samples()
                var total = 0.0
                for step in 0..<80 where Int.random(in: 0..<10, using: &chance) > 0 {
                    total =
                        Int.random(in: 0..<25, using: &chance) == 0
                        ? 0 : total + Double.random(in: 0..<5, using: &chance)
                    let kind = Int.random(in: 0..<30, using: &chance)
                    samples.timestamps.append(Int64(step) * 15_000 + Int64.random(in: 0..<9000, using: &chance))
                    samples.values.append(kind == 0 ? .nan : kind == 1 ? .staleMarker : total)
                }
                source.add(Labels([("__name__", name), ("job", job), ("kind", job == "x" ? "1" : "2")]), samples)
            }
        }
        return source
    }

    static let queries = [
        "a", "a offset 1m", "-a", "rate(a[1m])", "increase(a[90s] offset -30s)", "irate(a[2m])", "deriv(b[2m])",
        "predict_linear(a[2m], 60)", "holt_winters(a[2m], 0.3, 0.6)", "quantile_over_time(0.3, a[1m])",
        "stddev_over_time(a[3m])", "max_over_time(a[1m])", "min_over_time(rate(a[1m])[2m:30s])", "changes(a[2m])",
        "resets(a[3m])", "last_over_time(a[1m])", "sum_over_time(a[2m])", "avg_over_time(a[2m])",
        "absent(a{job=\"x\"})",
        "absent_over_time(a{job=\"x\"}[20s])", "sum by (kind) (a)", "avg(a)", "stddev(a)", "topk(2, a)",
        "bottomk by (kind) (1, b)",
        "quantile(0.7, a)", "count_values(\"v\", a > bool 20)", "a + on (job) b", "a > b", "a == bool b",
        "a and b > 10",
        "a or b", "a unless b > 20", "a * on (kind) group_left sum by (kind) (b)", "clamp(a, 5, time() / 10)",
        "round(a, 3)", "scalar(sum(a)) + a", "timestamp(a)", "time() - vector(time())", "minute(a * 60)", "a @ 300 + b",
        "sum(a @ end())", "label_replace(a, \"job\", \"$1\", \"kind\", \"(.)\") offset 0s or a",
        "histogram_quantile(0.5, label_replace(a, \"le\", \"+Inf\", \"job\", \"z\"))", "vector(scalar(a{job=\"x\"}))",
    ].filter { !$0.contains("offset 0s") }

    @Test("a range query gives at each step what an instant query gives there", arguments: queries, [1, 2, 3])
    func equalsInstants(query: String, seed: Int) throws {
        let engine = QueryEngine(source: try Self.source(seed: seed))
        // Within one query end() is the same, so that it must be for the instants too.
        let text = query.replacing("@ end()", with: "@ 1100")
        let (start, end, step): (Int64, Int64, Int64) = (-20_000, 1_100_000, 28_000)
        let range = try engine.range(text, from: start, to: end, step: step)
        var expected: [Labels: Samples] = [:]
        for time in stride(from: start, through: end, by: Int(step)) {
            for (labels, value) in try Self.samples(engine.instant(text, at: time)) {
                expected[labels, default: Samples()].timestamps.append(time)
                expected[labels, default: Samples()].values.append(value)
            }
        }
        #expect(Dictionary(uniqueKeysWithValues: range.map { ($0.labels, $0.samples) }) == expected)
        #expect(range.map(\.labels) == range.map(\.labels).sorted())
    }

    private static func samples(_ result: QueryResult) -> [(Labels, Double)] {
        switch result {
        case .scalar(let value, _): [([:], value)]
        case .vector(let samples): samples.map { ($0.labels, $0.value) }
        case .matrix, .string: []
        }
    }

    @Test("only scalars and instant vectors can be asked for over a range, with a step and in order")
    func requests() throws {
        let engine = QueryEngine(source: try MemorySource([:]))
        #expect(throws: QueryError.self) { try engine.range("a[5m]", from: 0, to: 1, step: 1) }
        #expect(throws: QueryError.self) { try engine.range("\"a\"", from: 0, to: 1, step: 1) }
        #expect(throws: QueryError.self) { try engine.range("a", from: 0, to: 1, step: 0) }
        #expect(throws: QueryError.self) { try engine.range("a", from: 1, to: 0, step: 1) }
        #expect(try engine.range("1", from: 0, to: 2, step: 1).map(\.samples.values) == [[1, 1, 1]])
    }
}
