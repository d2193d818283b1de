/// Somebody ended a silence before its time.
public struct AlertSilenceExpired: ObjectEvent {
    public static let type: EventType = "alert.silence_expired"
    public let id: String
    public let author: String

    public init(id: String, author: String) {
        self.id = id
        self.author = author
    }

    public static func read(_ object: JSONObject) throws -> AlertSilenceExpired {
        AlertSilenceExpired(id: try object.text("id"), author: try object.text("author"))
    }

    public var object: JSONObject { ["id": .string(id), "author": .string(author)] }
}
