import EventStore

/// An alert as the dispatcher remembers it: from its firing until everybody knows of its end.
struct DispatchedAlert: Codable, Equatable, Sendable {
    let alert: AlertIdentity
    let annotations: [String: String]
    let metric: String
    let condition: String
    let severity: String
    let value: Double
    let position: Position
    let time: Timestamp
    let evidence: [Position]
    let traces: [String]
    var end: End?

    struct End: Codable, Equatable, Sendable {
        let value: Double?
        let position: Position
        let time: Timestamp
    }

    init(_ fact: AlertFired, _ event: RecordedEvent) {
        alert = AlertIdentity(
            id: fact.alert.id.isEmpty ? "\(fact.rule)-\(event.position)" : fact.alert.id, rule: fact.rule,
            fingerprint: fact.alert.fingerprint,
            labels: fact.alert.labels.isEmpty
                ? ["alertname": fact.rule, "severity": fact.severity] : fact.alert.labels)
        (annotations, metric, condition, severity) = (fact.annotations, fact.metric, fact.condition, fact.severity)
        (value, evidence, traces) = (fact.value, fact.evidence, fact.traces)
        (position, time) = (event.position, event.time)
    }

    /// What is told of it: that it fires, or that it ended.
    var notification: AlertNotification {
        AlertNotification(
            id: alert.id, rule: alert.rule, status: end == nil ? .triggered : .resolved, labels: alert.labels,
            annotations: annotations, fingerprint: alert.fingerprint, metric: metric,
            value: end.map(\.value) ?? value, condition: condition, severity: severity, start: time, end: end?.time,
            position: end?.position ?? position, evidence: evidence, traces: traces)
    }
}
