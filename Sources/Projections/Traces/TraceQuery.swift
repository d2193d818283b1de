public import EventStore

/// Which spans somebody looks for; every condition that is given must hold for one and the same span.
public struct TraceQuery: Sendable {
    /// As OpenTelemetry's `service.name`.
    public var service: String?
    /// The span's name, or a pattern of it with `*`.
    public var operation: TypePattern?
    /// The name of a tool.
    public var tool: String?
    public var status: SpanEnded.Status?
    /// Seconds.
    public var shortest: Double?
    public var longest: Double?
    /// Attributes of the span or of its resource, and what they are as text.
    public var attributes: [(name: String, value: String)] = []
    public var since: Timestamp?
    public var until: Timestamp?
    public var through: Position?

    public init() {}

    var selection: Selection {
        Selection(types: [TypePattern(SpanEnded.type.name)], through: through, since: since, until: until)
    }

    /// Whether an event that is not before a position is a span that is looked for.
    func isFound(by event: RecordedEvent, from position: Position) -> Bool {
        guard event.position >= position, selection.matches(event), let span = event.body(as: SpanEnded.self) else {
            return false
        }
        return matches(span)
    }

    func matches(_ span: SpanEnded) -> Bool {
        if let status, span.status != status { return false }
        if let shortest, span.seconds < shortest { return false }
        if let longest, span.seconds > longest { return false }
        if let tool, span.attributes[Self.toolName]?.string != tool { return false }
        if let operation, !operation.matches(EventType(span.name)) { return false }
        if let service, (span.resource?["service.name"]?.string ?? Trace.ownService) != service { return false }
        return attributes.allSatisfy { wanted in
            let value = span.attributes[wanted.name] ?? span.resource?[wanted.name]
            return value.map { $0.string ?? String(decoding: $0.bytes, as: UTF8.self) } == wanted.value
        }
    }

    private static let toolName = "gen_ai.tool.name"
}
