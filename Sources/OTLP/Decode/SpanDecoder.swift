import EventStore

/// Turns spans into `SpanEnded` events; its buffers are used again from one span to the next.
struct SpanDecoder {
    typealias Block = ProtobufReader.Block

    private let limits: OTLPLimits
    private var attributes: AttributeText
    private var moments: SpanParts
    private var links: SpanParts
    private var text = JSONBytes()
    private var times = TimeText()

    init(limits: OTLPLimits) {
        self.limits = limits
        attributes = AttributeText(limits: limits)
        moments = SpanParts(limits: limits)
        links = SpanParts(limits: limits)
    }

    /// The event of a span; nil where it is refused.
    mutating func decode(
        _ block: Block, scope: ScopeText, resource: ResourceText, _ notes: inout DecodeNotes
    ) throws(OTLPError) -> ProposedEvent? {
        let fields = try read(block, &notes)
        guard let context = context(of: fields, &notes), let times = moment(of: fields, &notes) else { return nil }
        write(fields, times, scope, resource, &notes)
        guard text.count <= limits.recordBytes else {
            notes.reject("larger than \(limits.recordBytes) bytes")
            return nil
        }
        notes.accepted += 1
        return ProposedEvent(
            type: SpanEnded.type, version: SpanEnded.version, payload: text.bytes,
            metadata: EventMetadata(trace: context))
    }

    private mutating func read(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> SpanFields {
        var fields = SpanFields()
        attributes.removeAll()
        moments.removeAll()
        links.removeAll()
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(9): try attributes.add(try reader.block(), &notes)
            case .block(1): fields.trace = try reader.block()
            case .block(2): fields.span = try reader.block()
            case .block(4): fields.parent = try reader.block()
            case .block(5): fields.name = try reader.block()
            case .varint(6): fields.kind = try reader.varint()
            case .fixed64(7): fields.start = try reader.fixed64()
            case .fixed64(8): fields.end = try reader.fixed64()
            case .block(15): try fields.readStatus(try reader.block())
            case .block(3): fields.state = try reader.block()
            case .varint(10): fields.droppedAttributes = try reader.varint()
            case .block(11): try moments.add(moment: try reader.block(), &times, &notes)
            case .varint(12): fields.droppedMoments = try reader.varint()
            case .block(13): try links.add(link: try reader.block(), &notes)
            case .varint(14): fields.droppedLinks = try reader.varint()
            default: try reader.skip(tag)
            }
        }
        return fields
    }

    private func context(of fields: SpanFields, _ notes: inout DecodeNotes) -> TraceContext? {
        guard let trace = Identifier.trace(fields.trace) else {
            notes.reject("with a trace_id that is not 16 bytes (32 hexadecimal digits in JSON), or all zero")
            return nil
        }
        guard let span = Identifier.span(fields.span) else {
            notes.reject("with a span_id that is not 8 bytes (16 hexadecimal digits in JSON), or all zero")
            return nil
        }
        return TraceContext(traceID: trace, spanID: span)
    }

    /// The start and the nanoseconds until the end; a span without an end ended as it began.
    private func moment(of fields: SpanFields, _ notes: inout DecodeNotes) -> (start: Int64, length: Int64)? {
        guard let start = TimeText.nanoseconds(fields.start) else {
            notes.reject("with a start_time_unix_nano that is 0 or beyond the year 2262")
            return nil
        }
        guard let end = TimeText.nanoseconds(fields.end == 0 ? fields.start : fields.end) else {
            notes.reject("with an end_time_unix_nano beyond the year 2262")
            return nil
        }
        return (start, end - start)
    }

    /// Writes the members in the order that the event itself has.
    private mutating func write(
        _ fields: SpanFields, _ moment: (start: Int64, length: Int64), _ scope: ScopeText, _ resource: ResourceText,
        _ notes: inout DecodeNotes
    ) {
        text.removeAll()
        text.raw("{\"name\":")
        text.text(fields.name, limit: limits.valueBytes, &notes)
        text.raw(",\"kind\":\"")
        text.raw(fields.kindText)
        if let parent = Identifier.span(fields.parent) {
            text.raw("\",\"parent\":\"")
            text.hexadecimal(parent.value)
        }
        text.raw("\",\"start\":")
        times.write(nanoseconds: moment.start, to: &text)
        text.raw(",\"seconds\":")
        text.seconds(nanoseconds: moment.length)
        text.raw(",\"status\":\"")
        text.raw(fields.statusText)
        text.raw("\"")
        if !fields.message.isEmpty {
            text.raw(",\"message\":")
            text.text(fields.message, limit: limits.valueBytes, &notes)
        }
        addOwn(fields, scope)
        text.raw(",\"attributes\":{")
        text.raw(attributes.members.bytes)
        text.raw("},\"resource\":")
        text.raw(resource.json)
        writeRest(fields, scope, &notes)
    }

    /// What the event has no member for, under the names that OpenTelemetry gives it elsewhere.
    private mutating func addOwn(_ fields: SpanFields, _ scope: ScopeText) {
        if !scope.version.isEmpty { attributes.add(own: "otel.scope.version") { $0.raw(scope.version.bytes) } }
        let attributeCount = fields.droppedAttributes &+ UInt64(attributes.dropped)
        attributes.add(own: "otel.dropped_attributes_count", count: attributeCount)
        attributes.add(own: "otel.dropped_events_count", count: fields.droppedMoments &+ UInt64(moments.dropped))
        attributes.add(own: "otel.dropped_links_count", count: fields.droppedLinks &+ UInt64(links.dropped))
    }

    private mutating func writeRest(_ fields: SpanFields, _ scope: ScopeText, _ notes: inout DecodeNotes) {
        if !scope.name.isEmpty {
            text.raw(",\"scope\":")
            text.raw(scope.name.bytes)
        }
        if !fields.state.isEmpty {
            text.raw(",\"trace_state\":")
            text.text(fields.state, limit: limits.valueBytes, &notes)
        }
        if !moments.isEmpty {
            text.raw(",\"events\":[")
            text.raw(moments.text.bytes)
            text.raw("]")
        }
        if !links.isEmpty {
            text.raw(",\"links\":[")
            text.raw(links.text.bytes)
            text.raw("]")
        }
        text.raw("}")
    }
}
