import EventStore

/// A message to a Telegram chat by a bot.
public struct TelegramPayload: AlertPayload {
    public var token: Secret
    public var chat: String
    /// The API's base address.
    public var base = "https://api.telegram.org"

    public init(token: Secret, chat: String) {
        self.token = token
        self.chat = chat
    }

    public func requests(for delivery: AlertDelivery) -> [AlertRequest] {
        var text = "<b>\(ChatText.html(ChatText.cut(delivery.title, to: 200)))</b>\n"
        text += ChatText.html(ChatText.lines(delivery, limit: 3000))
        if let first = delivery.alerts.first, let link = delivery.link(to: first) {
            text += "\n<a href=\"\(ChatText.html(link))\">open</a>"
        }
        let body: JSON = [
            "chat_id": .string(chat), "text": .string(text), "parse_mode": "HTML", "disable_web_page_preview": true,
        ]
        return [json(Secret("\(base)/bot\(token.value)/sendMessage"), body.bytes)]
    }
}
