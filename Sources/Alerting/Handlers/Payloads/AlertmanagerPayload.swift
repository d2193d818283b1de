import EventStore

/// Pushes alerts to an Alertmanager (API v2), which does the telling.
///
/// A firing alert is good for `validSeconds`; a route whose `repeat_interval` is shorter renews it.
public struct AlertmanagerPayload: AlertPayload {
    /// The base address, such as `http://127.0.0.1:9093`.
    public var url: Secret
    public var validSeconds = 86_400.0
    public var headers: [(name: String, value: Secret)] = []

    public init(url: Secret) { self.url = url }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        let latest = delivery.alerts.map(\.time).max() ?? Timestamp(nanoseconds: 0)
        let alerts = delivery.alerts.map { alert -> JSON in
            var annotations = alert.annotations
            if annotations["summary"] == nil { annotations["summary"] = alert.summary }
            if !alert.evidence.isEmpty {
                annotations["evidence"] = alert.evidence.map(\.description).joined(separator: " ")
            }
            let end = alert.end ?? latest.advanced(bySeconds: validSeconds)
            return [
                "labels": .sorted(alert.labels), "annotations": .sorted(annotations),
                "startsAt": .string(alert.start.iso8601), "endsAt": .string(end.iso8601),
                "generatorURL": .string(delivery.link(to: alert) ?? ""),
            ]
        }
        let base = url.value.hasSuffix("/") ? String(url.value.dropLast()) : url.value
        let all = headers.map { (name: $0.name, value: $0.value.value) }
        return [json(Secret(base + "/api/v2/alerts"), JSON.array(alerts).bytes, headers: all)]
    }
}
