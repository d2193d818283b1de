/// Alerts that match are not told to anyone for a while; their state goes on.
///
/// Stream `silence-<id>`; a repeat with the same id replaces the silence.
public struct AlertSilenced: ObjectEvent {
    public static let type: EventType = "alert.silenced"
    public let id: String
    /// Such as `severity="info"`; all of them must match.
    public let matchers: [String]
    public let author: String
    public let comment: String
    public let start: Timestamp
    public let end: Timestamp

    public init(
        id: String, matchers: [String], author: String, comment: String, start: Timestamp, end: Timestamp
    ) {
        self.id = id
        self.matchers = matchers
        self.author = author
        self.comment = comment
        self.start = start
        self.end = end
    }

    public static func read(_ object: JSONObject) throws -> AlertSilenced {
        AlertSilenced(
            id: try object.text("id"), matchers: try object.list("matchers"), author: try object.text("author"),
            comment: try object.text("comment"), start: try object.moment("start"), end: try object.moment("end"))
    }

    public var object: JSONObject {
        [
            "id": .string(id), "matchers": .array(matchers.map(JSON.string)), "author": .string(author),
            "comment": .string(comment), "start": .string(start.iso8601), "end": .string(end.iso8601),
        ]
    }
}
