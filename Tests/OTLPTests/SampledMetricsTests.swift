import EventStore
import Testing

@testable import OTLP

@Suite("What the process measured of itself")
struct SampledMetricsTests {
    @Test("is sent with its units, running totals as counters, and the families of its libraries")
    func samples() async throws {
        let time = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
        let family = MetricFamily(
            name: "pool.size", kind: .gauge, points: [MetricPoint(labels: ["pool": "a"], time: time, value: .number(3))]
        )
        let fact = MetricsSampled(
            values: ["process.cpu.seconds": 2.5, "process.memory.bytes": 1024], families: [family])
        let event = RecordedEvent(
            position: Position(1), time: time, stream: StreamName("metrics", "1"), revision: .first,
            type: MetricsSampled.type, version: 1, metadata: EventMetadata(), payload: [], fresh: fact)
        let body = OTLPEncoder(own: ["service.name": "moneyprinter"]).encode([event], of: .metrics, in: .protobuf)
        let back = try await Exported(body, of: .metrics).facts(MetricsReceived.self)
        #expect(back.map(\.resource) == [["service.name": "moneyprinter"]])
        #expect(
            back[0].families == [
                MetricFamily(
                    name: "process.cpu.seconds", kind: .counter, unit: "s",
                    points: [MetricPoint(time: time, value: .number(2.5))]),
                MetricFamily(
                    name: "process.memory.bytes", kind: .gauge, unit: "By",
                    points: [MetricPoint(time: time, value: .number(1024))]),
                family,
            ])
    }
}
