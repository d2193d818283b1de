extension Settings {
    static let telemetry = Section(
        title: "What the process tells of itself, and whom (OpenTelemetry)",
        settings: [
            Setting(
                "telemetry", "sample_seconds", \.telemetry.sampleSeconds, .integer(1...3600),
                "Seconds between two samples of the process: the resolution of every metric."),
            Setting(
                "telemetry", "log_level", \.telemetry.logLevel, .choice,
                "The least that a line of the process's own log must be to become an event."),
            Setting(
                "telemetry", "otlp_endpoint", \.telemetry.endpoint, Form<String>.url.optional,
                environment: "OTEL_EXPORTER_OTLP_ENDPOINT", sample: "\"http://127.0.0.1:4318\"",
                "A collector's base address: spans, metrics and log lines go to /v1/traces, /v1/metrics and /v1/logs there."
            ),
            Setting(
                "telemetry", "otlp_headers", \.telemetry.headers,
                .list(of: "headers such as \"name=value\"", where: isHeader), environment: "OTEL_EXPORTER_OTLP_HEADERS",
                "Headers that the collector wants to see."),
            Setting(
                "telemetry", "otlp_protocol", \.telemetry.encoding, .choice,
                environment: "OTEL_EXPORTER_OTLP_PROTOCOL", "How what is sent is written."),
            Setting(
                "telemetry", "otlp_timeout", \.telemetry.timeoutSeconds, .integer(1...600),
                "Seconds the collector may take to answer."),
        ])

    static let queries = Section(
        title: "What one query of metrics may cost",
        settings: [
            Setting("query", "timeout", \.queries.timeoutSeconds, .integer(1...3600), "Seconds a query may take."),
            Setting(
                "query", "samples", \.queries.samples, .integer(1000...1_000_000_000),
                "Samples that a query may read and make; each takes up to 16 bytes of memory."),
            Setting(
                "query", "series", \.queries.series, .integer(10...10_000_000), "Series that a selector may mean."),
            Setting(
                "query", "steps", \.queries.steps, .integer(100...1_000_000), "Points of a series in one answer."),
            Setting(
                "query", "open", \.queries.open, .integer(1...10_000),
                "Queries at work and waiting at once; one more is refused (HTTP 503)."),
            Setting(
                "query", "lookback", \.queries.lookbackSeconds, .integer(1...86_400),
                "Seconds for which a sample stands where no newer one follows."),
        ])

    static let series = Section(
        title: "The bounds of the series of metrics; all of them are derived from the event log",
        settings: [
            Setting(
                "series", "limit", \.series.limit, .integer(1000...10_000_000),
                "Series in all; further ones count in the overflow series of their metric."),
            Setting(
                "series", "label_sets", \.series.labelSets, .integer(10...1_000_000), "Label sets of one metric."),
            Setting(
                "series", "raw_days", \.series.rawDays, .integer(1...36_500),
                "Days after which samples are thinned to one every five minutes."),
            Setting("series", "days", \.series.days, .integer(1...36_500), "Days after which samples are dropped."),
            Setting(
                "series", "bytes", \.series.bytes, .integer(1_048_576...1_099_511_627_776),
                "Bytes of samples; beyond them the oldest are dropped."),
        ])

    private static func isHeader(_ text: String) -> Bool {
        let halves = text.split(separator: "=", maxSplits: 1)
        return halves.count == 2 && halves[0].utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 58 }
    }
}
