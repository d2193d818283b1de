/// Spans of distributed traces (OpenTelemetry's model).
///
/// Stream of whatever they belong to.
public enum SpanEvents {
    public static let page: [any Event.Type] = [SpanEnded.self]
}

/// A span is over.
///
/// Its trace id and span id are the event's metadata.
public struct SpanEnded: Event {
    public static let type: EventType = "span.ended"
    public enum Kind: String, Codable, Sendable { case server, client, `internal`, producer, consumer }
    public enum Status: String, Codable, Sendable { case unset, ok, error }

    /// `tools/call create_video`, `stage render`, `ffmpeg` and so on.
    public let name: String
    public let kind: Kind
    /// Nil for the root of a trace.
    public let parent: SpanID?
    public let start: Timestamp
    public let seconds: Double
    public let status: Status
    /// What went wrong, where status is error.
    public let message: String?
    /// OpenTelemetry semantic conventions where they have a name.
    public let attributes: JSONObject

    public init(
        name: String, kind: Kind, parent: SpanID?, start: Timestamp, seconds: Double, status: Status,
        message: String? = nil,
        attributes: JSONObject = [:]
    ) {
        self.name = name
        self.kind = kind
        self.parent = parent
        self.start = start
        self.seconds = seconds
        self.status = status
        self.message = message
        self.attributes = attributes
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("name", name)
        object.add("kind", kind.rawValue)
        object.add("parent", parent?.hex)
        object.add("start", start.iso8601)
        object.add("seconds", seconds)
        object.add("status", status.rawValue)
        object.add("message", message)
        object.add("attributes", .object(attributes))
    }
}

extension JSONObject: Codable {
    public init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSON(from: decoder) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "expected object"))
        }
        self = object
    }

    public func encode(to encoder: any Encoder) throws { try JSON.object(self).encode(to: encoder) }
}
