import EventStore
import PromQL
import TestKit
import Testing

@testable import Projections

@Suite("The series that others send")
struct ReceivedSeriesTests {
    private let resource: JSONObject = [
        "service.name": "shop", "service.namespace": "eu", "service.instance.id": "a", "host.name": "h1",
    ]

    private func rows(_ events: any Event...) -> [[SampleRow]] {
        var producer = ReceivedSeries()
        return recorded(events).map { producer.rows(for: $0) }
    }

    private func family(
        _ name: String, _ kind: MetricFamily.Kind, unit: String = "", isDelta: Bool = false, _ points: [MetricPoint]
    ) -> MetricFamily { MetricFamily(name: name, kind: kind, unit: unit, help: "h", isDelta: isDelta, points: points) }

    private func event(_ families: MetricFamily...) -> MetricsReceived {
        MetricsReceived(resource: resource, families: families)
    }

    private func values(_ row: SampleRow) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: row.samples.map { ($0.labels.description, $0.value) })
    }

    @Test("have the resource as job, instance and target_info")
    func resources() throws {
        let rows = rows(event(family("up", .gauge, [MetricPoint(labels: ["a.b": "x"], value: .number(1))])))
        let row = try #require(rows[0].first)
        #expect(
            values(row) == [
                #"{__name__="up", a_b="x", instance="a", job="eu/shop"}"#: 1,
                #"{__name__="target_info", host_name="h1", instance="a", job="eu/shop"}"#: 1,
            ])
        #expect(row.time == ManualClock.start.milliseconds && row.position == Position(1) && !row.isWhole)
    }

    @Test("of a histogram are cumulative buckets, sum and count; of a summary its quantiles")
    func distributions() throws {
        let histogram = MetricPoint(value: .histogram(count: 6, sum: 9, bounds: [0.5, 1], counts: [1, 2, 3]))
        let summary = MetricPoint(value: .summary(count: 4, sum: 8, quantiles: [.init(share: 0.5, value: 2)]))
        let rows = rows(event(family("d", .histogram, unit: "s", [histogram]), family("q", .summary, [summary])))
        let found = try #require(rows[0].first).samples.filter { $0.labels["__name__"] != "target_info" }
        let text = found.map { "\($0.labels["__name__"]) \($0.labels["le"])\($0.labels["quantile"]) \($0.value)" }
        #expect(
            text == [
                "d_seconds_bucket 0.5 1.0", "d_seconds_bucket 1 3.0", "d_seconds_bucket +Inf 6.0", "d_seconds_sum  9.0",
                "d_seconds_count  6.0", "q 0.5 2.0", "q_sum  8.0", "q_count  4.0",
            ])
        #expect(found.map(\.isTotal) == [true, true, true, true, true, false, true, true])
    }

    @Test("that come as differences are added up, whatever was known before")
    func deltas() throws {
        let point = { (value: Double) in MetricPoint(labels: ["k": "v"], value: .number(MetricNumber(value))) }
        let rows = rows(
            event(family("c", .counter, isDelta: true, [point(2)])),
            event(family("other", .gauge, [point(1)]), family("c", .counter, isDelta: true, [point(3)])),
            event(family("c", .counter, isDelta: true, [point(4)])))
        let totals = rows.compactMap { $0.first?.samples.first { $0.labels["__name__"] == "c_total" }?.value }
        #expect(totals == [2, 5, 9])
    }

    @Test("lie in a row for each time that their points have")
    func times() throws {
        let early = MetricPoint(labels: ["k": "1"], time: ManualClock.start.advanced(bySeconds: -60), value: .number(1))
        let late = MetricPoint(labels: ["k": "2"], value: .number(2))
        let rows = rows(event(family("g", .gauge, [late, early])))[0]
        #expect(rows.map(\.time) == [ManualClock.start.milliseconds - 60_000, ManualClock.start.milliseconds])
        #expect(rows.allSatisfy { $0.position == Position(1) })
    }

    @Test("are described by what the sender told of them")
    func metadata() {
        var producer = ReceivedSeries()
        for event in recorded([event(family("d", .histogram, unit: "s", []))]) { _ = producer.rows(for: event) }
        #expect(producer.metadata == [MetricMetadata(name: "d_seconds", kind: .histogram, help: "h", unit: "s")])
    }
}
