import EventStore

/// The links of a span as the items of a JSON array.
struct LinkList {
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

    /// Adds a link; one whose ids are none leads nowhere and is dropped.
    mutating func add(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) {
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
        guard count < limits.moments, let trace = Identifier.trace(trace), let span = Identifier.span(span) else {
            dropped += 1
            notes.dropped += 1
            return
        }
        if count > 0 { text.raw(",") }
        count += 1
        text.raw("{\"trace\":\"")
        text.hexadecimal(trace.high)
        text.hexadecimal(trace.low)
        text.raw("\",\"span\":\"")
        text.hexadecimal(span.value)
        text.raw("\",\"attributes\":{")
        text.raw(attributes.members.bytes)
        text.raw("}}")
    }
}
