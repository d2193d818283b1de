import PromQL
import Testing

@Suite("Dialects")
struct DialectTests {
    private static func engine(_ dialect: Dialect) throws -> QueryEngine {
        var options = QueryOptions()
        options.dialect = dialect
        let source = try MemorySource([
            "counter": [nil, nil, nil, 30, 60, 90, 120, 150], "wide{n=\"1\"}": [1e100], "wide{n=\"2\"}": [3],
            "wide{n=\"3\"}": [-1e100], "endless": [.infinity], "two{a=\"x\\ny\"}": [1],
        ])
        return QueryEngine(source: source, options: options)
    }

    @Test(
        "where Prometheus has changed its mind, both answers can be had",
        arguments: [
            ("increase(counter[10m])", 420, 150.0, 135.0), ("sum(wide)", 0, 0, 3), ("avg(wide)", 0, 0, 1),
            ("stddev(endless)", 0, 0, .nan), ("count(two{a=~\"x.y\"})", 0, nil, 1),
            ("count_over_time(counter[1m])", 240, 2, 1),
        ] as [(String, Int64, Double?, Double?)])
    func values(query: String, time: Int64, second: Double?, third: Double?) throws {
        for (dialect, expected) in [(Dialect.prometheus2, second), (.prometheus3, third)] {
            let value = try Self.engine(dialect).value(query, at: time)
            let isSame = value == expected || value?.isNaN == true && expected?.isNaN == true
            let isNear = abs((value ?? 0) - (expected ?? 0)) < 1e-9
            #expect(isSame || value != nil && expected != nil && isNear, "\(dialect): \(String(describing: value))")
        }
    }

    @Test(
        "in Prometheus 3 numbers are durations, durations are numbers, and names may be quoted",
        arguments: [
            ("rate(a[300] offset 60)", "rate(a[5m] offset 1m)"), ("1m30s", "90"), ("a @ 2m", "a @ 120.000"),
            ("a[1h:30]", "a[1h:30s]"), ("{\"a.b\", \"c d\"=\"e\"}", nil),
            ("predict_linear(a[5m], 1h)", "predict_linear(a[5m], 3600)"),
        ] as [(String, String?)])
    func syntax(text: String, meaning: String?) throws {
        #expect(throws: ParseError.self) { try Parser.parse(text) }
        let expression = try Parser.parse(text, dialect: .prometheus3)
        if let meaning { #expect(expression.description == meaning) }
    }
}
