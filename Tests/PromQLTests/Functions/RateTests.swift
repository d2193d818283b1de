import PromQL
import Testing

@Suite("Rates and trends")
struct RateTests {
    private let engine: QueryEngine

    init() throws {
        engine = QueryEngine(
            source: try MemorySource([
                "steady": (0...20).map { Double($0) * 60 }, "reset": [100, 160, 220, 20, 80],
                "late": [nil, nil, nil, 3, 6, 9], "gauge": [5, 3, 9, 1, 1], "constant": [4, 4, 4, 4],
                "endless": [.infinity, .infinity, .infinity],
            ]))
    }

    @Test(
        "a rate is extended to the bounds of its window, but no counter below zero",
        arguments: [
            ("rate(steady[5m])", 600, 1.0), ("increase(steady[5m])", 600, 300), ("increase(reset[4m])", 240, 200),
            ("increase(late[10m])", 300, 9), ("delta(gauge[4m])", 240, -4),
            ("irate(reset[5m])", 180, 0.3333333333333333),
            ("idelta(gauge[5m])", 180, -8), ("irate(steady[5m])", 630, 1), ("resets(reset[5m])", 240, 1),
            ("changes(gauge[5m])", 240, 3), ("deriv(steady[10m])", 600, 1),
            ("predict_linear(steady[10m], 600)", 600, 1200),
            ("deriv(constant[5m])", 180, 0), ("predict_linear(constant[5m], 600)", 180, 4),
        ] as [(String, Int64, Double)])
    func values(query: String, time: Int64, expected: Double) throws {
        let value = try #require(try engine.value(query, at: time))
        #expect(abs(value - expected) <= 1e-9 * max(1, abs(expected)), "\(query) = \(value)")
    }

    @Test("one sample has no rate", arguments: ["rate", "increase", "delta", "irate", "idelta", "deriv"])
    func single(function: String) throws {
        #expect(try engine.values("\(function)(steady[30s])", at: 600).isEmpty)
    }

    @Test("infinite constants have no slope")
    func infinite() throws {
        #expect(try engine.value("deriv(endless[5m])", at: 120)?.isNaN == true)
    }

    @Test("smoothing follows values and trend, and refuses factors outside 0 and 1")
    func smoothing() throws {
        let value = try #require(try engine.value("holt_winters(steady[10m], 0.5, 0.5)", at: 600))
        #expect(abs(value - 600) < 1e-9)
        #expect(
            engine.fault("holt_winters(steady[10m], 1, 0.5)")
                == "invalid smoothing factor. Expected: 0 < sf < 1, got: 1.000000")
        #expect(
            engine.fault("double_exponential_smoothing(steady[10m], 0.5, 0)")
                == "invalid trend factor. Expected: 0 < tf < 1, got: 0.000000")
    }
}
