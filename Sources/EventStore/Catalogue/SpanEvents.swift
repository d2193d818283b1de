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
    /// What made the span: OpenTelemetry's resource attributes; nil for this process.
    public let resource: JSONObject?
    /// The library that made the span: OpenTelemetry's instrumentation scope.
    public let scope: String?
    /// The vendors' part of the trace context, as it came.
    public let traceState: String?
    public let events: [SpanMoment]?
    public let links: [SpanLink]?

    public init(
        name: String, kind: Kind, parent: SpanID?, start: Timestamp, seconds: Double, status: Status,
        message: String? = nil, attributes: JSONObject = [:], resource: JSONObject? = nil, scope: String? = nil,
        traceState: String? = nil, events: [SpanMoment]? = nil, links: [SpanLink]? = nil
    ) {
        self.name = name
        self.kind = kind
        self.parent = parent
        self.start = start
        self.seconds = seconds
        self.status = status
        self.message = message
        self.attributes = attributes
        self.resource = resource
        self.scope = scope
        self.traceState = traceState
        self.events = events
        self.links = links
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
        if let resource { object.add("resource", .object(resource)) }
        object.add("scope", scope)
        object.add("trace_state", traceState)
        if let events { object.add("events", .array(events.map(\.json))) }
        if let links { object.add("links", .array(links.map(\.json))) }
    }

    enum CodingKeys: String, CodingKey {
        case name, kind, parent, start, seconds, status, message, attributes, resource, scope
        case traceState = "trace_state"
        case events, links
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
