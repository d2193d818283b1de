import CoreMetrics
import EventStore
import Telemetry
import Testing

@Suite("The registry of metrics")
struct MetricsRegistryTests {
    private let registry = MetricsRegistry(seriesLimit: 3)

    @Test("keeps one total for each set of labels, whatever their order")
    func counters() throws {
        registry.makeCounter(label: "hits", dimensions: [("a", "1"), ("b", "2")]).increment(by: 2)
        registry.makeCounter(label: "hits", dimensions: [("b", "2"), ("a", "1")]).increment(by: 3)
        registry.makeFloatingPointCounter(label: "hits", dimensions: []).increment(by: 0.5)
        let family = try #require(registry.collect().first)
        #expect(family.kind == .counter)
        #expect(family.points.map(\.value) == [.number(0.5), .number(5)])
        #expect(family.points.map(\.labels) == [[:], ["a": "1", "b": "2"]])
    }

    @Test("never lets a counter fall")
    func falling() throws {
        let counter = registry.makeFloatingPointCounter(label: "hits", dimensions: [])
        counter.increment(by: 2)
        counter.increment(by: -1)
        counter.increment(by: .nan)
        #expect(try #require(registry.collect().first).points.map(\.value) == [.number(2)])
    }

    @Test("counts timers in seconds, in buckets whose bounds are included")
    func timers() throws {
        let timer = registry.makeTimer(label: "took", dimensions: [])
        for nanoseconds: Int64 in [5_000_000, 6_000_000, 20_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        let family = try #require(registry.collect().first)
        guard case .histogram(let count, let sum, let bounds, let counts) = family.points[0].value else {
            Issue.record("a timer is a histogram")
            return
        }
        #expect(family.unit == "s")
        #expect(count == 3)
        #expect(abs((sum?.value ?? 0) - 20.011) < 1e-9)
        #expect(counts.count == bounds.count + 1)
        #expect(counts[0] == 1 && counts[1] == 1 && counts.last == 1)
    }

    @Test("tells readings from totals: the last value of a meter and of a plain recorder counts")
    func gauges() throws {
        let meter = registry.makeMeter(label: "depth", dimensions: [])
        meter.set(7.0)
        meter.decrement(by: 2)
        registry.makeRecorder(label: "depth.last", dimensions: [], aggregate: false).record(3.0)
        registry.makeRecorder(label: "depth.all", dimensions: [], aggregate: true).record(3.0)
        #expect(registry.collect().map(\.kind) == [.gauge, .histogram, .gauge])
        #expect(registry.collect()[0].points[0].value == .number(5))
    }

    @Test("puts label sets beyond the limit into one series whose total is true")
    func overflow() throws {
        for user in 0..<10 { registry.makeCounter(label: "hits", dimensions: [("user", "\(user)")]).increment(by: 1) }
        let points = try #require(registry.collect().first).points
        #expect(points.count == 3)
        #expect(points.first { $0.labels["otel.metric.overflow"] == "true" }?.value == .number(8))
    }
}
