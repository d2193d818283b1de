public import EventStore
public import Projections
import PromQL

/// Why an alert is there: its rule's version, what was held against the condition at each transition, the events that
/// made it so, and who was told.
///
/// Built from the log alone.
public struct AlertExplanation: Equatable, Sendable {
    /// One thing that happened to the alert.
    public struct Transition: Equatable, Sendable {
        /// `pending`, `firing` or `resolved`.
        public let state: String
        public let at: Timestamp
        /// Where its event stands, and the tick on which it was decided.
        public let position: Position
        public let tick: Position?
        public let value: Double?
        public let cause: String?
        /// What the rule's selectors had at the tick, each with the event that said it.
        public internal(set) var series: [Reading] = []
    }

    /// A sample that stood at a moment.
    public struct Reading: Equatable, Sendable {
        public let labels: String
        public let value: Double
        public let at: Timestamp
        /// The event that says it.
        public let events: [Position]
    }

    /// An event that made the alert fire.
    public struct Cause: Equatable, Sendable {
        public let position: Position
        public let type: String
        public let at: Timestamp
        public let trace: String?
        public let data: JSON
    }

    public let alert: ActiveAlerts.Alert
    /// The rule as it was when it was decided; nil where the log does not have it any more.
    public let rule: AlertRule?
    public let ruleVersion: Int?
    public let savedBy: String?
    public let reason: String?
    public let transitions: [Transition]
    public let evidence: [Cause]

    public var json: JSON {
        [
            "id": .string(alert.id), "alert": alert.json, "rule": rule?.json ?? .null,
            "rule_version": ruleVersion.map(JSON.int) ?? .null, "saved_by": savedBy.map(JSON.string) ?? .null,
            "reason": reason.map(JSON.string) ?? .null, "transitions": .array(transitions.map(Self.json)),
            "evidence": .array(
                evidence.map {
                    [
                        "position": .int(Int($0.position.value)), "type": .string($0.type),
                        "at": .string($0.at.iso8601), "trace_id": $0.trace.map(JSON.string) ?? .null, "data": $0.data,
                    ]
                }),
            "notifications": alert.json["notifications"] ?? [],
            "link": .string("/?at=\(alert.fired ?? alert.updated)&alert=\(alert.id)"),
        ]
    }

    private static func json(_ transition: Transition) -> JSON {
        [
            "state": .string(transition.state), "at": .string(transition.at.iso8601),
            "position": .int(Int(transition.position.value)),
            "tick": transition.tick.map { .int(Int($0.value)) } ?? .null,
            "value": transition.value.flatMap { $0.isFinite ? .double($0) : nil } ?? .null,
            "cause": transition.cause.map(JSON.string) ?? .null,
            "series": .array(
                transition.series.map {
                    [
                        "series": .string($0.labels), "value": $0.value.isFinite ? .double($0.value) : .null,
                        "at": .string($0.at.iso8601), "events": .array($0.events.map { .int(Int($0.value)) }),
                    ]
                }),
            "link": .string("/?at=\(transition.position)"),
        ]
    }

    /// The same in a few sentences.
    public var text: String {
        var lines = ["\(alert.labels["alertname"] ?? alert.rule) (\(alert.id)) is \(alert.state.rawValue)."]
        if let rule {
            let version = ruleVersion.map { ", version \($0)" } ?? ""
            let author = savedBy.map { " by \($0)" } ?? ""
            lines.append("Rule \(rule.name)\(version)\(author): \(rule.expr), for \(rule.duration) s.")
        }
        for transition in transitions {
            let value = transition.value.map { ", value \(SampleText.format($0))" } ?? ""
            lines.append("\(transition.at.iso8601) \(transition.state)\(value), position \(transition.position).")
        }
        for event in evidence {
            let trace = event.trace.map { ", trace \($0)" } ?? ""
            lines.append("  \(event.position) \(event.type) at \(event.at.iso8601)\(trace)")
        }
        for notice in alert.notices {
            let outcome = notice.delivered ? "told" : "could not be told (\(notice.error ?? "unknown"))"
            lines.append("\(notice.at.iso8601) \(notice.handler) \(outcome) that it is \(notice.status).")
        }
        return lines.joined(separator: "\n")
    }
}
