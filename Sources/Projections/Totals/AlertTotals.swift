import EventStore

/// The alerts as series: Prometheus' own `ALERTS`, and counts of what was sent.
struct AlertTotals: Codable, Sendable {
    private struct Delivery: Codable, Hashable {
        let handler: String
        let outcome: String
    }

    private var alerts = ActiveAlerts()
    private var fired = LabelTable(limit: RuleBook.ruleLimit, initial: 0)
    private var deliveries = BoundedTable<Delivery, Int>(
        limit: 200, other: Delivery(handler: "_OTHER", outcome: "_OTHER"))

    mutating func apply(_ event: RecordedEvent) {
        alerts.apply(event)
        switch event.body {
        case let fact as AlertFired: fired.update(fact.rule) { $0 += 1 }
        case let fact as AlertNotified:
            let delivery = Delivery(handler: fact.handler, outcome: fact.delivered ? "delivered" : "failed")
            deliveries.update(delivery, initial: 0) { $0 += 1 }
        default: break
        }
    }

    private static func labels(_ alert: ActiveAlerts.Alert, withState: Bool) -> JSONObject {
        var labels = alert.labels
        if withState { labels["alertstate"] = alert.state.rawValue }
        return JSONObject(labels.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) })
    }

    var families: [MetricFamily] {
        [
            MetricFamily(
                name: "ALERTS", kind: .gauge, help: "1 for each alert that is pending or firing.",
                points: alerts.active.map { alert in
                    MetricPoint(labels: Self.labels(alert, withState: true), value: .number(1))
                }),
            MetricFamily(
                name: "ALERTS_FOR_STATE", kind: .gauge, help: "Since when each of them has been so, since 1970.",
                points: alerts.active.map { alert in
                    MetricPoint(
                        labels: Self.labels(alert, withState: false),
                        value: .number(MetricNumber(alert.since.seconds.rounded(.down))))
                }),
            MetricFamily(
                name: "alerts.fired", kind: .counter, help: "Alerts that began to fire, by rule.",
                points: fired.ordered.map {
                    MetricPoint(
                        labels: ["rule": .string($0.label)], value: .number(MetricNumber(Double($0.value))))
                }),
            MetricFamily(
                name: "alerts.notifications", kind: .counter,
                help: "Notifications, by handler and what became of them.",
                points: deliveries.ordered { ($0.handler, $0.outcome) < ($1.handler, $1.outcome) }.map {
                    MetricPoint(
                        labels: ["handler": .string($0.handler), "outcome": .string($0.outcome)],
                        value: .number(MetricNumber(Double($1))))
                }),
        ]
    }
}
