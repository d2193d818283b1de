import EventStore

/// A message to a Slack channel by an incoming webhook.
public struct SlackPayload: AlertPayload {
    public var url: Secret
    /// Nil for the webhook's own.
    public var channel: String?

    public init(url: Secret, channel: String? = nil) {
        self.url = url
        self.channel = channel
    }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        let color = String(ChatText.color(delivery), radix: 16)
        var attachment: JSONObject = [
            "color": .string("#" + String(repeating: "0", count: 6 - color.count) + color),
            "title": .string(delivery.title), "fallback": .string(delivery.title),
            "text": .string(Self.escaped(ChatText.lines(delivery, limit: 3000))),
            "fields": .array(
                delivery.commonLabels.sorted { $0.key < $1.key }.prefix(10).map {
                    ["title": .string($0.key), "value": .string(Self.escaped($0.value)), "short": true]
                }),
        ]
        if let first = delivery.alerts.first {
            if let link = delivery.link(to: first) { attachment["title_link"] = .string(link) }
            attachment["ts"] = .int(Int(first.time.seconds))
        }
        var body: JSONObject = ["text": .string(delivery.title), "attachments": [.object(attachment)]]
        if let channel { body["channel"] = .string(channel) }
        return [json(url, JSON.object(body).bytes)]
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
