import EventStore
import Projections
import Testing

@Suite("A scrape")
struct ExpositionTests {
    private let time = Timestamp(nanoseconds: 1_764_041_397_123_456_000)

    private var families: [MetricFamily] {
        [
            MetricFamily(
                name: "took", kind: .histogram, unit: "s", help: "How long.",
                points: [
                    MetricPoint(
                        labels: ["http.route": "/a\"\\\n"],
                        value: .histogram(count: 3, sum: 2.5, bounds: [0.1, 1], counts: [1, 1, 1]),
                        exemplars: [
                            MetricExemplar(value: 0.5, time: time, trace: TraceID(high: 1, low: 2), span: SpanID(3))
                        ])
                ]),
            MetricFamily(
                name: "calls", kind: .counter, help: "Calls\nmade.",
                points: [MetricPoint(labels: ["tool": "echo"], value: .number(7))]),
            MetricFamily(
                name: "memory", kind: .gauge, unit: "By", points: [MetricPoint(value: .number(MetricNumber(.nan)))]),
            MetricFamily(name: "never", kind: .gauge, points: []),
        ]
    }

    @Test("is Prometheus' text format, a family after the other in the order of their names")
    func text() {
        #expect(
            Exposition.text(of: families, format: .text) == """
                # HELP calls_total Calls\\nmade.
                # TYPE calls_total counter
                calls_total{tool="echo"} 7
                # HELP memory_bytes Measured by a library within the process.
                # TYPE memory_bytes gauge
                memory_bytes NaN
                # HELP took_seconds How long.
                # TYPE took_seconds histogram
                took_seconds_bucket{http_route="/a\\"\\\\\\n",le="0.1"} 1
                took_seconds_bucket{http_route="/a\\"\\\\\\n",le="1"} 2
                took_seconds_bucket{http_route="/a\\"\\\\\\n",le="+Inf"} 3
                took_seconds_sum{http_route="/a\\"\\\\\\n"} 2.5
                took_seconds_count{http_route="/a\\"\\\\\\n"} 3

                """)
    }

    @Test("in OpenMetrics names counters without their ending, has units and exemplars, and says where it ends")
    func openMetrics() {
        let lines = Exposition.text(of: families, format: .openMetrics).split(separator: "\n").map(String.init)
        #expect(lines.contains("# TYPE calls counter"))
        #expect(lines.contains("# UNIT took_seconds seconds"))
        let ids = "{trace_id=\"00000000000000010000000000000002\",span_id=\"0000000000000003\"}"
        #expect(
            lines.contains(
                "took_seconds_bucket{http_route=\"/a\\\"\\\\\\n\",le=\"1\"} 2 # \(ids) 0.5 1764041397.123"))
        #expect(lines.last == "# EOF")
    }

    @Test("shows a name and a series once, for a scrape that repeats one is refused as a whole")
    func repeats() {
        let twice = MetricFamily(
            name: "calls", kind: .counter, help: "a",
            points: [MetricPoint(value: .number(1)), MetricPoint(value: .number(2))])
        let text = Exposition.text(of: [twice, twice], format: .text)
        #expect(text == "# HELP calls_total a\n# TYPE calls_total counter\ncalls_total 1\n")
    }

    @Test(
        "is in the format that the scraper likes best",
        arguments: [
            (nil, Exposition.Format.text), ("*/*", .text), ("text/plain", .text),
            (
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics
            ),
            ("application/openmetrics-text; version=7.0.0, text/plain", .text),
            ("application/openmetrics-text;q=0.2,text/plain;q=0.4", .text),
        ])
    func negotiation(accept: String?, format: Exposition.Format) {
        #expect(Exposition.Format(accept: accept) == format)
    }
}
