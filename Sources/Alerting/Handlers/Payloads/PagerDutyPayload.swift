import EventStore

/// Incidents in PagerDuty (Events API v2): one event an alert, the same incident from its firing to its end.
public struct PagerDutyPayload: AlertPayload {
    public var routingKey: Secret
    public var url = "https://events.pagerduty.com/v2/enqueue"
    /// Where the alerts come from.
    public var source = "moneyprinter"

    public init(routingKey: Secret) { self.routingKey = routingKey }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        delivery.news.map { json(Secret(url), JSON.object(event(delivery.alerts[$0], delivery)).bytes) }
    }

    private func event(_ alert: AlertNotification, _ delivery: AlertDelivery) -> JSONObject {
        var event: JSONObject = [
            "routing_key": .string(routingKey.value),
            "event_action": alert.status == .triggered ? "trigger" : "resolve", "dedup_key": .string(alert.id),
        ]
        guard alert.status == .triggered else { return event }
        let severity = ["critical", "error", "warning", "info"].contains(alert.severity) ? alert.severity : "error"
        let name = alert.labels["alertname"] ?? alert.rule
        event["payload"] = [
            "summary": .string(ChatText.cut("\(name): \(alert.summary)", to: 1024)), "source": .string(source),
            "severity": .string(severity), "timestamp": .string(alert.start.iso8601), "class": .string(alert.rule),
            "custom_details": [
                "labels": .sorted(alert.labels), "annotations": .sorted(alert.annotations),
                "value": alert.value.flatMap { $0.isFinite ? .double($0) : nil } ?? .null,
                "evidence": .array(alert.evidence.map { .int(Int($0.value)) }),
                "traces": .array(alert.traces.map(JSON.string)),
            ],
        ]
        event["client"] = .string(source)
        if let link = delivery.link(to: alert) {
            event["client_url"] = .string(link)
            event["links"] = [["href": .string(link), "text": "explain"]]
        }
        return event
    }
}
