import EventStore

/// Turns log records into `LogRecorded` events; its buffers are used again from one record to the next.
struct LogDecoder {
    typealias Block = ProtobufReader.Block

    /// The fields of a record as they lie in the received bytes, attributes apart.
    private struct Fields {
        var time: UInt64 = 0
        var observed: UInt64 = 0
        var severity: UInt64 = 0
        var level = Block.empty
        var body = AnyValue.none
        var name = Block.empty
        var trace = Block.empty
        var span = Block.empty
        var dropped: UInt64 = 0
    }

    private let limits: OTLPLimits
    private var attributes: AttributeText
    private var text = JSONBytes()
    private var times = TimeText()

    init(limits: OTLPLimits) {
        self.limits = limits
        attributes = AttributeText(limits: limits)
    }

    /// The event of a log record; nil where it is refused.
    mutating func decode(
        _ block: Block, scope: ScopeText, resource: ResourceText, _ notes: inout DecodeNotes
    ) throws(OTLPError) -> ProposedEvent? {
        let fields = try read(block, &notes)
        guard let time = Int64(exactly: fields.time == 0 ? fields.observed : fields.time) else {
            notes.reject("with a time_unix_nano beyond the year 2262")
            return nil
        }
        try write(fields, time, scope, resource, &notes)
        guard text.count <= limits.recordBytes else {
            notes.reject("larger than \(limits.recordBytes) bytes")
            return nil
        }
        notes.accepted += 1
        // Ids that are none mean that the record belongs to no trace.
        var metadata = EventMetadata()
        if let trace = Identifier.trace(fields.trace), let span = Identifier.span(fields.span) {
            metadata.trace = TraceContext(traceID: trace, spanID: span)
        }
        return ProposedEvent(
            type: LogRecorded.type, version: LogRecorded.version, payload: text.bytes, metadata: metadata)
    }

    private mutating func read(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> Fields {
        var fields = Fields()
        attributes.removeAll()
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(6): try attributes.add(try reader.block(), &notes)
            case .fixed64(1): fields.time = try reader.fixed64()
            case .varint(2): fields.severity = try reader.varint()
            case .block(3): fields.level = try reader.block()
            case .block(5): fields.body = try AnyValue.read(try reader.block())
            case .varint(7): fields.dropped = try reader.varint()
            case .block(9): fields.trace = try reader.block()
            case .block(10): fields.span = try reader.block()
            case .fixed64(11): fields.observed = try reader.fixed64()
            case .block(12): fields.name = try reader.block()
            default: try reader.skip(tag)
            }
        }
        return fields
    }

    /// Writes the members in the order that the event itself has.
    private mutating func write(
        _ fields: Fields, _ time: Int64, _ scope: ScopeText, _ resource: ResourceText, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        text.removeAll()
        text.raw("{\"severity\":")
        text.number(fields.severity <= 24 ? Int64(fields.severity) : 0)
        if !fields.level.isEmpty {
            text.raw(",\"level\":")
            text.text(fields.level, limit: limits.valueBytes, &notes)
        }
        if !scope.name.isEmpty {
            text.raw(",\"logger\":")
            text.raw(scope.name.bytes)
        }
        if time > 0 {
            text.raw(",\"at\":")
            times.write(nanoseconds: time, to: &text)
        }
        text.raw(",\"body\":")
        try fields.body.write(to: &text, limit: limits.bodyBytes, depth: limits.depth, &notes)
        addOwn(fields, scope, &notes)
        if !attributes.members.isEmpty {
            text.raw(",\"attributes\":{")
            text.raw(attributes.members.bytes)
            text.raw("}")
        }
        text.raw(",\"resource\":")
        text.raw(resource.json)
        text.raw("}")
    }

    /// What the event has no member for, under the names that OpenTelemetry gives it elsewhere.
    private mutating func addOwn(_ fields: Fields, _ scope: ScopeText, _ notes: inout DecodeNotes) {
        if !fields.name.isEmpty {
            attributes.add(own: "event.name") { $0.text(fields.name, limit: limits.valueBytes, &notes) }
        }
        if !scope.version.isEmpty { attributes.add(own: "otel.scope.version") { $0.raw(scope.version.bytes) } }
        attributes.add(own: "otel.dropped_attributes_count", count: fields.dropped &+ UInt64(attributes.dropped))
    }
}
