import EventStore

/// What a span has many of, its events or its links, as the items of a JSON array.
struct SpanParts {
    typealias Block = ProtobufReader.Block

    private(set) var text = JSONBytes()
    private(set) var dropped = 0
    private var count = 0
    private var attributes: AttributeText
    private let limits: OTLPLimits

    init(limits: OTLPLimits) {
        self.limits = limits
        attributes = AttributeText(limits: limits)
    }

    var isEmpty: Bool { count == 0 }

    mutating func removeAll() {
        text.removeAll()
        (dropped, count) = (0, 0)
    }

    /// Adds an event; one whose time is none is dropped.
    mutating func add(
        moment block: Block, _ times: inout TimeText, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        var name = Block.empty
        var time: UInt64 = 0
        attributes.removeAll()
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .fixed64(1): time = try reader.fixed64()
            case .block(2): name = try reader.block()
            case .block(3): try attributes.add(try reader.block(), &notes)
            default: try reader.skip(tag)
            }
        }
        guard hasRoom, let moment = Int64(exactly: time) else { return drop(&notes) }
        begin("{\"name\":")
        text.text(name, limit: limits.valueBytes, &notes)
        text.raw(",\"time\":")
        times.write(nanoseconds: moment, to: &text)
        end()
    }

    /// Adds a link; one whose ids are none leads nowhere and is dropped.
    mutating func add(link block: Block, _ notes: inout DecodeNotes) throws(OTLPError) {
        var (trace, span) = (Block.empty, Block.empty)
        attributes.removeAll()
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1): trace = try reader.block()
            case .block(2): span = try reader.block()
            case .block(4): try attributes.add(try reader.block(), &notes)
            default: try reader.skip(tag)
            }
        }
        guard hasRoom, let trace = Identifier.trace(trace), let span = Identifier.span(span) else {
            return drop(&notes)
        }
        begin("{\"trace\":\"")
        text.hexadecimal(trace.high)
        text.hexadecimal(trace.low)
        text.raw("\",\"span\":\"")
        text.hexadecimal(span.value)
        text.raw("\"")
        end()
    }

    private var hasRoom: Bool { count < limits.moments }

    private mutating func drop(_ notes: inout DecodeNotes) {
        dropped += 1
        notes.dropped += 1
    }

    private mutating func begin(_ words: StaticString) {
        if count > 0 { text.raw(",") }
        count += 1
        text.raw(words)
    }

    /// With the attributes that were read.
    private mutating func end() {
        text.raw(",\"attributes\":{")
        text.raw(attributes.members.bytes)
        text.raw("}}")
    }
}
