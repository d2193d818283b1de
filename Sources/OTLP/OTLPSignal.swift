/// One of OpenTelemetry's three kinds of telemetry, each with an endpoint of its own.
public enum OTLPSignal: String, CaseIterable, Sendable {
    case traces, metrics, logs

    /// The endpoint below a collector's base URL, such as `v1/traces`.
    public var path: String { "v1/\(rawValue)" }

    /// What a record of it is called in messages.
    var recordName: String {
        switch self {
        case .traces: "span"
        case .metrics: "data point"
        case .logs: "log record"
        }
    }

    /// The shape of an export's request.
    var request: OTLPShape {
        switch self {
        case .traces: .tracesRequest
        case .metrics: .metricsRequest
        case .logs: .logsRequest
        }
    }

    /// The shape of an export's response.
    var response: OTLPShape {
        switch self {
        case .traces: .tracesResponse
        case .metrics: .metricsResponse
        case .logs: .logsResponse
        }
    }
}
