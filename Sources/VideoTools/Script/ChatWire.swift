/// The part of the chat protocol that is used.
struct ChatQuestion: Encodable {
    struct Message: Encodable {
        let role: String
        let content: String
    }

    let model: String
    let temperature: Double
    let messages: [Message]
}

/// The answer to a ``ChatQuestion``; whatever else is in it is left alone.
struct ChatReply: Decodable {
    struct Choice: Decodable {
        let message: Message
    }

    struct Message: Decodable {
        let content: String?
    }

    let choices: [Choice]
}
