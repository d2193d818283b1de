import PromQL
import Testing

@Suite("Functions of values, labels, dates and histograms")
struct ValueFunctionTests {
    private let engine: QueryEngine

    init() throws {
        engine = QueryEngine(
            source: try MemorySource([
                "m{host=\"a:80\",job=\"x\"}": [2.5], "negative": [-2.5], "none": [.nan], "leap": [1_709_164_800],
                "b{le=\"0.1\"}": [10], "b{le=\"0.5\"}": [30], "b{le=\"1\"}": [40], "b{le=\"+Inf\"}": [50],
                "b{le=\"x\"}": [7],
                "open{le=\"1\"}": [1], "dip{le=\"1\"}": [5], "dip{le=\"2\"}": [4], "dip{le=\"+Inf\"}": [10],
            ]))
    }

    @Test(
        "values",
        arguments: [
            ("round(m)", 3), ("round(negative)", -2), ("round(m, 2)", 2), ("ceil(m)", 3), ("floor(negative)", -3),
            ("sgn(negative)", -1), ("abs(negative)", 2.5), ("clamp(m, 0, 1)", 1), ("clamp_min(m, 5)", 5),
            ("clamp_max(m, 1)", 1), ("clamp_max(none, -Inf)", -.infinity), ("sqrt(vector(9))", 3),
            ("exp(vector(0))", 1),
            ("deg(vector(pi()))", 180), ("ln(vector(-1) * 0)", -.infinity), ("scalar(m)", 2.5), ("log2(vector(8))", 3),
        ] as [(String, Double)])
    func values(query: String, expected: Double) throws {
        #expect(try engine.value(query, at: 0) == expected)
    }

    @Test("NaN wins over a bound, a scalar of several series is NaN, crossed bounds leave nothing")
    func noValues() throws {
        #expect(try engine.value("clamp(none, 0, 1)", at: 0)?.isNaN == true)
        #expect(try engine.value("scalar(b)", at: 0)?.isNaN == true)
        #expect(try engine.values("clamp(m, 2, 1)", at: 0).isEmpty)
    }

    @Test(
        "labels are replaced and joined",
        arguments: [
            (
                "label_replace(m, \"port\", \"$2\", \"host\", \"(.*):(.*)\")",
                "{__name__=\"m\", host=\"a:80\", job=\"x\", port=\"80\"}"
            ),
            ("label_replace(m, \"job\", \"\", \"host\", \".*\")", "{__name__=\"m\", host=\"a:80\"}"),
            ("label_replace(m, \"job\", \"y\", \"host\", \"a\")", "{__name__=\"m\", host=\"a:80\", job=\"x\"}"),
            (
                "label_join(m, \"both\", \"/\", \"host\", \"job\")",
                "{__name__=\"m\", both=\"a:80/x\", host=\"a:80\", job=\"x\"}"
            ),
            ("label_join(m, \"job\", \"\", \"missing\")", "{__name__=\"m\", host=\"a:80\"}"),
        ])
    func labels(query: String, expected: String) throws {
        #expect(try engine.values(query, at: 0).keys.first == expected)
    }

    @Test("what cannot be a label or a pattern is refused")
    func labelFaults() {
        #expect(
            engine.fault("label_replace(m, \"a-b\", \"\", \"\", \"\")")
                == "invalid destination label name in label_replace(): a-b")
        #expect(
            engine.fault("label_replace(m, \"a\", \"\", \"\", \"(\")")
                == "invalid regular expression in label_replace(): (")
        #expect(engine.fault("label_join(m, \"a\", \"\", \"1\")") == "invalid source label name in label_join(): 1")
    }

    @Test(
        "parts of a date, of a value or of the time of evaluation",
        arguments: [
            ("year(leap)", 2024), ("month(leap)", 2), ("day_of_month(leap)", 29), ("days_in_month(leap)", 29),
            ("day_of_week(leap)", 4), ("day_of_year(leap)", 60), ("hour(leap + 3600)", 1), ("minute(leap + 61)", 1),
            ("year()", 1970), ("day_of_week()", 4), ("year(vector(-1))", 1969), ("hour(vector(-1))", 23),
            ("days_in_month(vector(-2208988800))", 31),
            ("year(vector(1e18))", 31_688_740_476),
        ] as [(String, Double)])
    func dates(query: String, expected: Double) throws {
        #expect(try engine.value(query, at: 0) == expected)
    }

    @Test(
        "a quantile of a histogram lies within its bucket in proportion",
        arguments: [
            ("0.5", 0.4), ("0.1", 0.05), ("0.7", 0.75), ("0.95", 1), ("1", 1), ("-1", -.infinity), ("2", .infinity),
        ] as [(String, Double)])
    func histograms(quantile: String, expected: Double) throws {
        let value = try #require(try engine.value("histogram_quantile(\(quantile), b)", at: 0))
        #expect(value == expected || abs(value - expected) < 1e-12)
    }

    @Test("a histogram without its last bucket has no quantile, and one that dips is lifted")
    func oddHistograms() throws {
        #expect(try engine.value("histogram_quantile(0.5, open)", at: 0)?.isNaN == true)
        #expect(try engine.value("histogram_quantile(0.5, dip)", at: 0) == 1)
        #expect(try engine.value("histogram_quantile(0.5, b * 0)", at: 0)?.isNaN == true)
        #expect(try engine.values("histogram_quantile(0.5, m)", at: 0).isEmpty)
    }
}
