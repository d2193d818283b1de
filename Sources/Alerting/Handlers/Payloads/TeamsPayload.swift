import EventStore

/// A card in a Microsoft Teams channel by a workflow's webhook.
public struct TeamsPayload: AlertPayload {
    public var url: Secret

    public init(url: Secret) { self.url = url }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        let color = delivery.isFiring ? (ChatText.color(delivery) == 0xD0_00_00 ? "Attention" : "Warning") : "Good"
        let facts = delivery.commonLabels.sorted { $0.key < $1.key }.prefix(20).map { label -> JSON in
            ["title": .string(label.key), "value": .string(label.value)]
        }
        var card: JSONObject = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": [
                [
                    "type": "TextBlock", "text": .string(delivery.title), "weight": "Bolder", "size": "Medium",
                    "color": .string(color), "wrap": true,
                ],
                ["type": "TextBlock", "text": .string(ChatText.lines(delivery, limit: 4000)), "wrap": true],
                ["type": "FactSet", "facts": .array(Array(facts))],
            ],
        ]
        if let first = delivery.alerts.first, let link = delivery.link(to: first) {
            card["actions"] = [["type": "Action.OpenUrl", "title": "Open", "url": .string(link)]]
        }
        let attachment: JSON = [
            "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": .object(card),
        ]
        return [json(url, (["type": "message", "attachments": [attachment]] as JSON).bytes)]
    }
}
