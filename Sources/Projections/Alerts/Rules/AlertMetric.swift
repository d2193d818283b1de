import EventStore
import PromQL

/// What the simple form of a rule can watch, and what that is in PromQL.
///
/// A counter means its increase over a window, a gauge its last value, a histogram a quantile of what came within the
/// window, a share one kind of ending among all. Every metric that is recorded can be named as PromQL names it.
public struct AlertMetric: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable { case counter, gauge, histogram, ratio }

    /// As it was written.
    public let name: String
    public let kind: Kind
    /// The series, with its own matchers; of a ratio those of the failures.
    private let series: Series
    private let detail: Detail

    private struct Series: Hashable {
        let name: String
        var matchers: [String] = []
    }

    private enum Detail: Hashable {
        case none
        /// The share in the metric's name, such as `p95`.
        case quantile(Double)
        /// Among which series the failures are, and whether what is left is meant.
        case share([Series], isRest: Bool)
    }

    /// Seconds that a value looks back where the rule names no window.
    public static let window = 300.0
    /// The longest window: 30 days.
    public static let windowLimit = 2_592_000.0

    private init(_ name: String, _ kind: Kind, _ series: Series, _ detail: Detail = .none) {
        self.name = name
        self.kind = kind
        self.series = series
        self.detail = detail
    }

    /// Names with a meaning of their own.
    public static var names: [String] { named.map(\.name) }

    /// - Throws: for a name with dots that stands for nothing.
    public init(named name: String) throws(AlertRuleError) {
        if let known = Self.named.first(where: { $0.name == name }) {
            self = known
        } else if Self.gaugePrefixes.contains(where: { name.hasPrefix($0) && name != $0 }) {
            self = Self.reading(name)
        } else if Self.isSeriesName(name) {
            let isCounter = ["_total", "_count", "_sum"].contains { name.hasSuffix($0) }
            let kind: Kind = name.hasSuffix("_bucket") ? .histogram : isCounter ? .counter : .gauge
            self.init(name, kind, Series(name: name))
        } else {
            let known = (Self.names + Self.gaugePrefixes.map { "\($0)*" }).joined(separator: ", ")
            throw AlertRuleError(
                "metric", "'\(name)' is unknown; known are \(known), and every metric by its name in PromQL")
        }
    }

    /// The share whose quantile is meant; nil for what has none.
    public func share(_ given: Double?) -> Double? {
        guard kind == .histogram else { return nil }
        if case .quantile(let share) = detail { return share }
        return given ?? 0.95
    }

    /// The expression whose value is held against the condition.
    public func expr(filters: [String] = [], window: Double = AlertMetric.window, quantile: Double? = nil) -> String {
        let range = "[\(DurationText.format(Int64(window * 1000)))]"
        func increase(_ series: Series) -> String { "sum(increase(\(Self.selector(series, filters))\(range)))" }
        switch (kind, detail) {
        case (.ratio, .share(let all, let isRest)):
            let total = all.map(increase).joined(separator: " + ")
            return "\(isRest ? "1 - " : "")(\(increase(series)) or vector(0)) / (\(total) > 0)"
        case (.histogram, _):
            let share = SampleText.format(share(quantile) ?? 0.95)
            let buckets = "sum by (le) (increase(\(Self.selector(series, filters))\(range)))"
            return "histogram_quantile(\(share), \(buckets))"
        case (.counter, _): return increase(series)
        default: return Self.selector(series, filters)
        }
    }

    /// The mapping in words.
    public func meaning(window: Double = AlertMetric.window, quantile: Double? = nil) -> String {
        let time = DurationText.format(Int64(window * 1000))
        switch kind {
        case .counter: return "the increase of \(name) over \(time)"
        case .gauge: return "the last value of \(name)"
        case .histogram: return "the \(SampleText.format(share(quantile) ?? 0.95)) quantile of \(name) over \(time)"
        case .ratio: return "\(name) over \(time), as a share from 0 to 1"
        }
    }

    private static func selector(_ series: Series, _ filters: [String]) -> String {
        let matchers = series.matchers + filters
        return matchers.isEmpty ? series.name : "\(series.name){\(matchers.joined(separator: ","))}"
    }

    private static func isSeriesName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 58
        }
    }
}

extension AlertMetric {
    /// Beginnings of the names of readings that the process takes of itself.
    public static let gaugePrefixes = ["mcp.connections.", "process.", "log.", "worker.", "series.", "projections."]

    /// A flat value of `metrics.sampled`, by the name of its series.
    private static func reading(_ name: String) -> AlertMetric {
        let family = ProcessMetric.families([name: 0])[0]
        let series = MetricNames.metric(
            family.name, unit: family.unit, isCounter: family.kind == .counter, isGauge: family.kind == .gauge)
        return AlertMetric(name, family.kind == .counter ? .counter : .gauge, Series(name: series))
    }

    private static let named: [AlertMetric] = counters + ratios + quantiles

    private static let counters: [AlertMetric] = [
        AlertMetric("mcp.operations.started", .counter, Series(name: "mcp_operations_started_total")),
        AlertMetric("mcp.operations.success", .counter, operations("success")),
        AlertMetric("mcp.operations.error", .counter, operations("error")),
        AlertMetric("mcp.tools.calls", .counter, Series(name: "mcp_tools_calls_total")),
        AlertMetric("mcp.tools.success", .counter, tools(#"outcome="success""#)),
        AlertMetric("mcp.tools.error", .counter, tools(#"outcome=~"error|tool_error""#)),
        AlertMetric("tasks.completed", .counter, tasks("completed")),
        AlertMetric("tasks.failed", .counter, tasks("failed")),
    ]

    private static let ratios: [AlertMetric] = {
        let calls = tools(#"outcome=~"success|error|tool_error""#)
        let failures = tools(#"outcome=~"error|tool_error""#)
        let ended = [operations("success"), operations("error")]
        return [
            AlertMetric("mcp.operations.success_rate", .ratio, operations("error"), .share(ended, isRest: true)),
            AlertMetric("mcp.operations.error_rate", .ratio, operations("error"), .share(ended, isRest: false)),
            AlertMetric("mcp.tools.success_rate", .ratio, failures, .share([calls], isRest: true)),
            AlertMetric("mcp.tools.failure_rate", .ratio, failures, .share([calls], isRest: false)),
        ]
    }()

    private static let quantiles: [AlertMetric] = [
        ("mcp.operations.duration", Series(name: "mcp_operations_duration_seconds_bucket")),
        (
            "mcp.tools.duration",
            Series(
                name: "mcp_server_operation_duration_seconds_bucket", matchers: [#"mcp_method_name="tools/call""#])
        ),
        ("tasks.duration", Series(name: "tasks_duration_seconds_bucket")),
    ].flatMap { name, series in
        [("", nil), (".p50", 0.5), (".p95", 0.95), (".p99", 0.99)].map { mark, share in
            AlertMetric(name + mark, .histogram, series, share.map(Detail.quantile) ?? .none)
        }
    }

    private static func operations(_ ending: String) -> Series { Series(name: "mcp_operations_\(ending)_total") }
    private static func tools(_ matcher: String) -> Series {
        Series(name: "mcp_tools_calls_total", matchers: [matcher])
    }
    private static func tasks(_ outcome: String) -> Series {
        Series(name: "tasks_ended_total", matchers: [#"outcome="\#(outcome)""#])
    }
}
