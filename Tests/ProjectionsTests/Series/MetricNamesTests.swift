import Testing

@testable import Projections

@Suite("Names of metrics and labels")
struct MetricNamesTests {
    @Test(
        "are those of Prometheus' OTLP translation",
        arguments: [
            ("mcp.server.operation.duration", "s", "histogram", "mcp_server_operation_duration_seconds"),
            ("http.requests", "", "counter", "http_requests_total"),
            ("http.requests.total", "1", "counter", "http_requests_total"),
            ("http.requests", "{request}", "counter", "http_requests_total"),
            ("process.cpu", "s", "counter", "process_cpu_seconds_total"),
            ("process_cpu_seconds", "s", "counter", "process_cpu_seconds_total"),
            ("memory.used", "By", "gauge", "memory_used_bytes"),
            ("memory.used.bytes", "By", "gauge", "memory_used_bytes"),
            ("disk.share", "1", "gauge", "disk_share_ratio"),
            ("latency", "ms", "gauge", "latency_milliseconds"),
            ("io", "By/s", "gauge", "io_bytes_per_second"),
            ("speed", "m/s", "gauge", "speed_meters_per_second"),
            ("hits", "{hit}/s", "gauge", "hits_per_second"),
            ("weird--name  here", "", "gauge", "weird_name_here"),
            ("9lives", "", "gauge", "_9lives"),
            ("ns:kept", "", "gauge", "ns:kept"),
        ])
    func metrics(name: String, unit: String, kind: String, expected: String) {
        #expect(
            MetricNames.metric(name, unit: unit, isCounter: kind == "counter", isGauge: kind == "gauge") == expected)
    }

    @Test(
        "of labels keep letters, digits and underscores",
        arguments: [
            ("http.method", "http_method"), ("0day", "key_0day"), ("_private", "key_private"),
            ("__reserved", "__reserved"),
            ("ä", "_"), ("ok", "ok"),
        ])
    func labels(name: String, expected: String) { #expect(MetricNames.label(name) == expected) }
}
