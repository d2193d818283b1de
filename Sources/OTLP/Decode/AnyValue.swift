import EventStore

/// An attribute's value as it lies in the received bytes.
enum AnyValue {
    typealias Block = ProtobufReader.Block

    case none
    case text(Block)
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case array(Block)
    case list(Block)
    case bytes(Block)

    /// Reads the message; of several values the last counts, as protobuf has it.
    static func read(_ block: Block) throws(OTLPError) -> AnyValue {
        var value = AnyValue.none
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1): value = .text(try reader.block())
            case .varint(2): value = .bool(try reader.varint() != 0)
            case .varint(3): value = .int(Int64(bitPattern: try reader.varint()))
            case .fixed64(4): value = .double(try reader.double())
            case .block(5): value = .array(try reader.block())
            case .block(6): value = .list(try reader.block())
            case .block(7): value = .bytes(try reader.block())
            default: try reader.skip(tag)
            }
        }
        return value
    }

    /// The parts of one attribute: its key and its value.
    static func keyValue(_ block: Block) throws(OTLPError) -> (key: Block, value: AnyValue) {
        var key = Block.empty
        var value = AnyValue.none
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1): key = try reader.block()
            case .block(2): value = try read(try reader.block())
            default: try reader.skip(tag)
            }
        }
        return (key, value)
    }

    /// Appends the value as JSON: a list is an object, bytes are base64.
    ///
    /// - Parameter limit: bytes of a text.
    func write(to text: inout JSONBytes, limit: Int, depth: Int, _ notes: inout DecodeNotes) throws(OTLPError) {
        switch self {
        case .none: text.raw("null")
        case .text(let value): text.text(value, limit: limit, &notes)
        case .bool(let value): text.raw(value ? "true" : "false")
        case .int(let value): text.number(value)
        case .double(let value): text.number(value)
        case .bytes(let value):
            if value.count > limit { notes.cut += 1 }
            text.text(Base64Text.text(Block(rebasing: value.prefix(limit))))
        case .array, .list:
            guard depth > 0 else {
                notes.dropped += 1
                return text.raw("null")
            }
            try writeItems(to: &text, limit: limit, depth: depth - 1, &notes)
        }
    }

    private func writeItems(
        to text: inout JSONBytes, limit: Int, depth: Int, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        guard case .array(let block) = self else {
            guard case .list(let block) = self else { return }
            return try Self.writeList(block, to: &text, limit: limit, depth: depth, &notes)
        }
        text.raw("[")
        var reader = ProtobufReader(block)
        var isFirst = true
        while let tag = try reader.tag() {
            guard tag == .block(1) else {
                try reader.skip(tag)
                continue
            }
            if !isFirst { text.raw(",") }
            isFirst = false
            try Self.read(try reader.block()).write(to: &text, limit: limit, depth: depth, &notes)
        }
        text.raw("]")
    }

    private static func writeList(
        _ block: Block, to text: inout JSONBytes, limit: Int, depth: Int, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        text.raw("{")
        var reader = ProtobufReader(block)
        var isFirst = true
        while let tag = try reader.tag() {
            guard tag == .block(1) else {
                try reader.skip(tag)
                continue
            }
            let (key, value) = try keyValue(try reader.block())
            if !isFirst { text.raw(",") }
            isFirst = false
            text.text(key, limit: limit, &notes)
            text.raw(":")
            try value.write(to: &text, limit: limit, depth: depth, &notes)
        }
        text.raw("}")
    }
}
