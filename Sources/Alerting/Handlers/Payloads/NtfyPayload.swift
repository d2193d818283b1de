import EventStore

/// A notification by ntfy.
public struct NtfyPayload: AlertPayload {
    /// The server, such as `https://ntfy.sh`.
    public var url: String
    public var topic: Secret
    public var token: Secret?

    public init(url: String, topic: Secret, token: Secret? = nil) {
        self.url = url
        self.topic = topic
        self.token = token
    }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        let isCritical = delivery.firing.contains { $0.severity == "critical" }
        var body: JSONObject = [
            "topic": .string(topic.value), "title": .string(ChatText.cut(delivery.title, to: 250)),
            "message": .string(ChatText.lines(delivery, limit: 3500)),
            "priority": .int(delivery.isFiring ? (isCritical ? 5 : 4) : 3),
            "tags": [delivery.isFiring ? "rotating_light" : "white_check_mark"],
        ]
        if let first = delivery.alerts.first, let link = delivery.link(to: first) { body["click"] = .string(link) }
        let headers = token.map { [(name: "authorization", value: "Bearer \($0.value)")] } ?? []
        return [json(Secret(url), JSON.object(body).bytes, headers: headers)]
    }
}
