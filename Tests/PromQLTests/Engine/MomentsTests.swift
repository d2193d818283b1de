import PromQL
import Testing

@Suite("A query at given times")
struct MomentsTests {
    @Test(
        "gives at each of them what an instant query gives",
        arguments: [
            "x", "rate(x[3m])", "increase(x[5m])", "sum by (a) (x)", "max_over_time(x[4m])", "time()", "vector(1)",
            "x > 3", "avg_over_time(x[4m:1m])", "x offset 1m", "absent(x)", "count_over_time(x[2m])", "x @ end()",
        ])
    func sameAsInstant(query: String) throws {
        let source = try MemorySource([
            #"x{a="1"}"#: [0, 1, 2, nil, 4, 5, 2, 3, 4, 5, 6],
            #"x{a="2"}"#: [5, 5, nil, nil, nil, nil, nil, nil, 1, 2, 9],
        ])
        let engine = QueryEngine(source: source)
        let expression = try Parser.parse(query)
        let times: [Int64] = [0, 30_000, 61_000, 150_000, 299_999, 300_000, 420_000, 421_000, 600_000]
        var found: [String] = []
        for series in try engine.range(expression, at: times) {
            for (time, value) in zip(series.samples.timestamps, series.samples.values) {
                found.append("\(time) \(series.labels) \(value)")
            }
        }
        var expected: [String] = []
        for time in times where query != "x @ end()" {
            switch try engine.instant(expression, at: time) {
            case .scalar(let value, _): expected.append("\(time) {} \(value)")
            case .vector(let samples): expected += samples.map { "\(time) \($0.labels) \($0.value)" }
            default: break
            }
        }
        if query == "x @ end()" {
            expected = times.flatMap { ["\($0) {__name__=\"x\", a=\"1\"} 6.0", "\($0) {__name__=\"x\", a=\"2\"} 9.0"] }
        }
        #expect(found.sorted() == expected.sorted())
    }

    @Test("refuses times that do not ascend")
    func order() throws {
        let engine = QueryEngine(source: try MemorySource([:]))
        let expression = try Parser.parse("x")
        #expect(throws: QueryError.self) { try engine.range(expression, at: [2, 1]) }
        #expect(try engine.range(expression, at: []).isEmpty)
    }
}
