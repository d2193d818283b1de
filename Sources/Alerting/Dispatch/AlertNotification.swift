public import EventStore

/// What a handler is told.
public struct AlertNotification: Codable, Equatable, Sendable {
    public enum Status: String, CaseIterable, Codable, Sendable { case triggered, resolved }

    public let rule: String
    public let status: Status
    public let metric: String
    /// Nil where an alert ended for lack of data, or because its rule changed.
    public let value: Double?
    public let condition: String
    public let severity: String
    /// Event time of the transition.
    public let time: Timestamp
    /// Where the transition stands in the log: what it is the notification of.
    public let position: Position
    /// The events that made the alert fire.
    public let evidence: [Position]

    /// The same for every delivery of this notification: receivers can drop repeats by it.
    public var key: String { "\(rule):\(status.rawValue):\(position)" }

    /// The reference API's payload, and the position and evidence.
    public var json: JSON {
        [
            "rule_name": .string(rule), "metric": .string(metric), "value": value.map(JSON.double) ?? .null,
            "condition": .string(condition), "severity": .string(severity), "timestamp": .string(time.iso8601),
            "status": .string(status.rawValue), "position": .int(Int(position.value)), "key": .string(key),
            "evidence": .array(evidence.map { .int(Int($0.value)) }),
        ]
    }

    /// One line for people.
    public var text: String {
        let amount = value.map { "\($0)" } ?? "no data"
        let events = evidence.isEmpty ? "" : ", events \(evidence.map(\.description).joined(separator: " "))"
        return "alert \(rule) \(status.rawValue) (\(severity)): \(metric) is \(amount), condition \(condition), "
            + "at \(time.iso8601), position \(position)\(events)"
    }
}
