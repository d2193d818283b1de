extension Configuration {
    /// What the process tells of itself, and whom.
    struct Telemetry: Equatable, Sendable {
        /// Seconds between two samples of the process; the resolution of every series.
        var sampleSeconds = 10
        /// The least that a line of the process's log must be to become an event.
        var logLevel = LogLevel.notice
        /// Where an OpenTelemetry collector listens; nil: nothing is sent.
        var endpoint: String?
        /// `name=value` headers for the collector.
        var headers: [String] = []
        var encoding = TelemetryEncoding.protobuf
        var timeoutSeconds = 10
    }

    /// The two formats of OTLP over HTTP.
    enum TelemetryEncoding: String, CaseIterable, Sendable {
        case protobuf = "http/protobuf"
        case json = "http/json"
    }

    /// What a query of metrics may cost.
    struct Queries: Equatable, Sendable {
        var timeoutSeconds = 120
        var samples = 20_000_000
        var series = 100_000
        var steps = 11_000
        var open = 64
        var lookbackSeconds = 300
    }

    /// What the series of metrics may cost.
    struct Series: Equatable, Sendable {
        var limit = 100_000
        var labelSets = 2000
        var rawDays = 30
        var days = 400
        var bytes = 1 << 30
    }
}
