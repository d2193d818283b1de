import EventStore

/// A message to a Discord channel by a webhook.
public struct DiscordPayload: AlertPayload {
    public var url: Secret

    public init(url: Secret) { self.url = url }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        var embed: JSONObject = [
            "title": .string(ChatText.cut(delivery.title, to: 256)),
            "description": .string(ChatText.lines(delivery, limit: 4000)), "color": .int(ChatText.color(delivery)),
        ]
        if let first = delivery.alerts.first {
            embed["timestamp"] = .string(first.time.iso8601)
            if let link = delivery.link(to: first) { embed["url"] = .string(link) }
        }
        // Names of people in labels must not call them.
        let body: JSON = ["content": "", "embeds": [.object(embed)], "allowed_mentions": ["parse": []]]
        return [json(url, body.bytes)]
    }
}
