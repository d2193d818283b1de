import PromQL
import Testing

@Suite("Operators between vectors")
struct VectorMatchTests {
    private let engine: QueryEngine

    init() throws {
        engine = QueryEngine(
            source: try MemorySource([
                "errors{method=\"get\",code=\"500\"}": [24], "errors{method=\"get\",code=\"404\"}": [30],
                "errors{method=\"put\",code=\"501\"}": [3], "requests{method=\"get\"}": [600],
                "requests{method=\"del\"}": [34], "info{method=\"get\",version=\"2\"}": [1],
                "twice{method=\"get\",a=\"1\"}": [1], "twice{method=\"get\",a=\"2\"}": [2],
            ]))
    }

    @Test("one to one, the result has the labels that matched")
    func oneToOne() throws {
        let query = "errors{code=\"500\"} / ignoring(code) requests"
        #expect(try engine.values(query, at: 0) == ["{method=\"get\"}": 0.04])
        #expect(try engine.values("errors{code=\"500\"} / on(method) requests", at: 0) == ["{method=\"get\"}": 0.04])
    }

    @Test("many to one, the result keeps the labels of the many and takes some of the one")
    func manyToOne() throws {
        let query = "errors / ignoring(code) group_left requests"
        #expect(
            try engine.values(query, at: 0) == [
                "{code=\"500\", method=\"get\"}": 0.04, "{code=\"404\", method=\"get\"}": 0.05,
            ])
        let one = "info * on(method) group_right(version) errors{code=\"404\"}"
        #expect(try engine.values(one, at: 0) == ["{code=\"404\", method=\"get\", version=\"2\"}": 30])
    }

    @Test("a comparison filters and keeps the name, with bool it yields 0 or 1 and drops it")
    func comparisons() throws {
        #expect(try engine.values("errors > 24", at: 0) == ["{__name__=\"errors\", code=\"404\", method=\"get\"}": 30])
        #expect(try engine.values("24 < errors", at: 0) == ["{__name__=\"errors\", code=\"404\", method=\"get\"}": 30])
        #expect(try engine.values("requests > bool 100", at: 0).values.sorted() == [0, 1])
        #expect(try engine.value("1 > bool 2", at: 0) == 0)
    }

    @Test("sets are taken and left by matching labels, and their series stay as they are")
    func sets() throws {
        #expect(try engine.values("errors and on(method) requests", at: 0).count == 2)
        #expect(try engine.values("errors unless on(method) requests", at: 0).count == 1)
        #expect(try engine.values("errors or on(method) requests", at: 0).count == 4)
        #expect(try engine.values("errors and nothing", at: 0).isEmpty)
        #expect(try engine.values("nothing or errors", at: 0).count == 3)
    }

    @Test(
        "a match that is not unique is an error that says what to do",
        arguments: [
            (
                "errors / on(method) twice",
                "found duplicate series for the match group {method=\"get\"} on the right hand-side of the operation: "
                    + "[{__name__=\"twice\", a=\"2\", method=\"get\"}, {__name__=\"twice\", a=\"1\", method=\"get\"}];"
                    + "many-to-many matching not allowed: matching labels must be unique on one side"
            ),
            (
                "errors / on(method) requests",
                "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
            ),
            (
                "twice * on(method) group_left(a) label_replace(info, \"a\", \"1\", \"\", \"\")",
                "multiple matches for labels: grouping labels must ensure unique matches"
            ),
            (
                "abs(label_replace(errors, \"code\", \"\", \"\", \"\"))",
                "vector cannot contain metrics with the same labelset"
            ),
            (
                "-label_replace(errors, \"code\", \"\", \"method\", \"get\")",
                "vector cannot contain metrics with the same labelset"
            ),
        ] as [(String, String?)])
    func faults(query: String, expected: String?) {
        #expect(engine.fault(query) == expected)
    }

    @Test(
        "arithmetic has IEEE's results",
        arguments: [
            ("7 % 3", 1), ("-7 % 3", -1), ("2 ^ 3 ^ 2", 512), ("1 / 0", .infinity), ("-1 / 0", -.infinity),
            ("1 atan2 1", 0.7853981633974483), ("5 - 7", -2), ("0x10 * 2", 32), ("2 ^ -1", 0.5), ("-2 ^ 2", -4),
        ])
    func arithmetic(query: String, expected: Double) throws {
        #expect(try engine.value(query, at: 0) == expected)
    }
}
