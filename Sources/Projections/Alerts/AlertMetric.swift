/// What an alert rule can watch, and what its value means.
///
/// Everything looks back ``window`` seconds of event time from the tick it is asked at.
///
/// | name | value |
/// |---|---|
/// | `mcp.operations.{started,success,error}`, `mcp.tools.{calls,success,error}`, `tasks.{completed,failed}` | how often in the window; 0 where never |
/// | `mcp.operations.{success_rate,error_rate}`, `mcp.tools.{success_rate,failure_rate}` | share, 0 to 1, of those that succeeded or failed; no data where none did |
/// | `mcp.operations.duration.{p50,p95,p99}`, `mcp.tools.duration.{p50,p95,p99}` | seconds; no data where none ended |
/// | `mcp.connections.*`, `process.*`, `log.*`, `worker.*` | the last sample; no data where the window holds none |
public enum AlertMetric: Hashable, Sendable {
    /// Something that happens, of which the log keeps each time.
    public enum Counter: String, CaseIterable, Codable, Sendable {
        case operationsStarted = "mcp.operations.started"
        case operationsSuccess = "mcp.operations.success"
        case operationsError = "mcp.operations.error"
        case toolCalls = "mcp.tools.calls"
        case toolsSuccess = "mcp.tools.success"
        case toolsError = "mcp.tools.error"
        case tasksCompleted = "tasks.completed"
        case tasksFailed = "tasks.failed"
    }

    /// What durations and shares are taken of.
    public enum Subject: String, CaseIterable, Codable, Sendable {
        case operations = "mcp.operations"
        case tools = "mcp.tools"
    }

    case increase(Counter)
    case successRatio(Subject)
    case errorRatio(Subject)
    /// The share below which the quantile lies, such as 0.95.
    case quantile(Subject, Double)
    /// A name in `metrics.sampled`.
    case gauge(String)

    /// Seconds of event time that a value looks back.
    public static let window = 300.0

    /// Beginnings of the names of gauges.
    public static let gaugePrefixes = ["mcp.connections.", "process.", "log.", "worker."]

    private static let named: [(name: String, metric: AlertMetric)] =
        Counter.allCases.map { ($0.rawValue, .increase($0)) } + [
            ("mcp.operations.success_rate", .successRatio(.operations)),
            ("mcp.operations.error_rate", .errorRatio(.operations)),
            ("mcp.tools.success_rate", .successRatio(.tools)), ("mcp.tools.failure_rate", .errorRatio(.tools)),
        ]
        + Subject.allCases.flatMap { subject in
            [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)].map { mark, share in
                ("\(subject.rawValue).duration.\(mark)", .quantile(subject, share))
            }
        }

    /// Every name but those of gauges.
    public static var names: [String] { named.map(\.name) }

    public init(named name: String) throws(AlertRuleError) {
        if let known = Self.named.first(where: { $0.name == name }) {
            self = known.metric
        } else if Self.gaugePrefixes.contains(where: { name.hasPrefix($0) && name != $0 }) {
            self = .gauge(name)
        } else {
            let known = (Self.names + Self.gaugePrefixes.map { "\($0)*" }).joined(separator: ", ")
            throw AlertRuleError("metric", "'\(name)' is unknown; known are \(known)")
        }
    }
}
