public import EventStore

/// What a receiver is told of one alert.
public struct AlertNotification: Codable, Equatable, Sendable {
    public enum Status: String, CaseIterable, Codable, Sendable { case triggered, resolved }

    public let id: String
    public let rule: String
    public let status: Status
    /// With `alertname`.
    public let labels: [String: String]
    public let annotations: [String: String]
    public let fingerprint: String
    public let metric: String
    /// Nil where an alert ended for lack of data, or because its rule changed.
    public let value: Double?
    public let condition: String
    public let severity: String
    /// Event time at which it fired, and at which it ended.
    public let start: Timestamp
    public let end: Timestamp?
    /// Where the transition stands in the log: what it is the notification of.
    public let position: Position
    /// The events that made the alert fire, and their traces.
    public let evidence: [Position]
    public let traces: [String]

    /// Event time of the transition.
    public var time: Timestamp { end ?? start }

    /// The same for every delivery of this news: rule, fingerprint, start and status; receivers can drop repeats by it.
    public var key: String { "\(rule)/\(fingerprint)/\(start.iso8601)/\(status.rawValue)" }

    /// The reference API's payload, and what it lacks.
    public var json: JSON {
        [
            "rule_name": .string(rule), "metric": .string(metric), "value": value.map(JSON.double) ?? .null,
            "condition": .string(condition), "severity": .string(severity), "timestamp": .string(time.iso8601),
            "status": .string(status.rawValue), "position": .int(Int(position.value)), "key": .string(key),
            "id": .string(id), "labels": .sorted(labels), "annotations": .sorted(annotations),
            "evidence": .array(evidence.map { .int(Int($0.value)) }), "traces": .array(traces.map(JSON.string)),
        ]
    }

    /// What it says in one line: the summary, or the value and the condition.
    public var summary: String {
        if let text = annotations["summary"] ?? annotations["description"], !text.isEmpty { return text }
        let amount = value.map { "\($0)" } ?? "no data"
        return condition.isEmpty ? "\(metric) is \(amount)" : "\(metric) is \(amount), condition \(condition)"
    }

    /// One line for people.
    public var text: String {
        let events = evidence.isEmpty ? "" : ", events \(evidence.map(\.description).joined(separator: " "))"
        let level = severity.isEmpty ? "" : " (\(severity))"
        return "alert \(rule) \(status.rawValue)\(level): \(summary), at \(time.iso8601), position \(position)\(events)"
    }
}

extension JSON {
    /// Texts sorted by name.
    static func sorted(_ texts: [String: String]) -> JSON {
        .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }))
    }
}
