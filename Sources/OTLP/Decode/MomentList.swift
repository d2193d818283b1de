/// The events of a span as the items of a JSON array.
struct MomentList {
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

    mutating func add(_ block: Block, _ times: inout TimeText, _ notes: inout DecodeNotes) throws(OTLPError) {
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
        guard count < limits.moments, let moment = Int64(exactly: time) else {
            dropped += 1
            notes.dropped += 1
            return
        }
        if count > 0 { text.raw(",") }
        count += 1
        text.raw("{\"name\":")
        text.text(name, limit: limits.valueBytes, &notes)
        text.raw(",\"time\":")
        times.write(nanoseconds: moment, to: &text)
        text.raw(",\"attributes\":{")
        text.raw(attributes.members.bytes)
        text.raw("}}")
    }
}
