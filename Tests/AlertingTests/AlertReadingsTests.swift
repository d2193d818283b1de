import Alerting
import EventStore
import Projections
import TestKit
import Testing

@Suite("What rules watch")
struct AlertReadingsTests {
    private func readings(_ happenings: [Happening]) -> (AlertReadings, Timestamp) {
        let events = recorded(happenings)
        var readings = AlertReadings()
        for event in events { readings.apply(event) }
        return (readings, events.last?.time ?? ManualClock.start)
    }

    private func completed(_ id: Int, error: Int? = nil, seconds: Double = 1, after delay: Double = 1) -> Happening {
        Happening(
            RequestCompleted(request: "\(id)", method: "tools/call", errorCode: error, seconds: seconds), after: delay)
    }

    private func value(_ name: String, _ happenings: [Happening], later: Double = 0) throws -> Double? {
        let (readings, now) = readings(happenings)
        return readings.value(of: try AlertMetric(named: name), at: now.advanced(bySeconds: later))
    }

    @Test("counts what happened in the last five minutes of event time, and 0 where nothing did")
    func counters() throws {
        let events = (0..<12).map { completed($0, error: -32603) }
        #expect(try value("mcp.operations.error", events) == 12)
        #expect(try value("mcp.operations.error", events, later: 280) == 12)
        #expect(try value("mcp.operations.error", events, later: 320) == 0)
        #expect(try value("mcp.operations.error", []) == 0)
    }

    @Test("gives a rate as a share, and no data where nothing ended")
    func ratios() throws {
        let events = (0..<20).map { completed($0, error: $0 < 5 ? -32603 : nil) }
        #expect(try value("mcp.operations.success_rate", events) == 0.75)
        #expect(try value("mcp.operations.error_rate", events) == 0.25)
        #expect(try value("mcp.operations.success_rate", events, later: 400) == nil)
        #expect(try value("mcp.tools.failure_rate", events) == nil)
    }

    @Test("gives a quantile of the durations of the last five minutes")
    func quantiles() throws {
        let events = (1...100).map { completed($0, seconds: Double($0) / 10) }
        let p95 = try #require(try value("mcp.operations.duration.p95", events))
        #expect(abs(p95 - 9.5) < 0.5)
        #expect(try value("mcp.operations.duration.p95", events, later: 600) == nil)
    }

    @Test("gives the last sample of a gauge while it is recent, and no data where there was none")
    func gauges() throws {
        let events = [Happening(MetricsSampled(values: ["mcp.connections.active": 7]))]
        #expect(try value("mcp.connections.active", events) == 7)
        #expect(try value("mcp.connections.active", events, later: 301) == nil)
        #expect(try value("process.memory.bytes", events) == nil)
    }

    @Test("names the latest twenty events that moved a counter")
    func evidence() throws {
        let rule = try AlertRule(name: "r", metric: "mcp.operations.error", condition: "> 10")
        let (readings, now) = readings((1...60).map { completed($0, error: $0.isMultiple(of: 2) ? -32603 : nil) })
        let evidence = readings.evidence(for: rule, at: now).map(\.value)
        #expect(evidence == (11...30).map { UInt64(2 * $0) })
        #expect(readings.evidence(for: rule, at: now.advanced(bySeconds: 400)).isEmpty)
    }

    @Test("names the events whose duration the condition holds for")
    func slowEvidence() throws {
        let rule = try AlertRule(name: "r", metric: "mcp.operations.duration.p95", condition: "> 5")
        let (readings, now) = readings((1...30).map { completed($0, seconds: $0.isMultiple(of: 10) ? 9 : 1) })
        #expect(readings.evidence(for: rule, at: now).map(\.value) == [10, 20, 30])
    }
}
