import EventStore

/// Turns a message in OTLP's JSON into the same message in protobuf.
///
/// Names it does not know are ignored. Identifiers that are no hexadecimal become empty: their record is refused
/// alone where it is read.
struct ProtobufFromJSON {
    private typealias Field = OTLPShape.Field

    private var writer = ProtobufWriter()
    /// From the root to the field at hand, for messages.
    private var path: [String] = []

    /// - Parameter depthLimit: levels of arrays and objects in the whole body.
    static func convert(_ body: [UInt8], _ shape: OTLPShape, depthLimit: Int) throws(OTLPError) -> [UInt8] {
        let json: JSON
        do throws(JSONSyntaxError) {
            json = try JSON(parsing: body, depthLimit: depthLimit)
        } catch {
            throw .malformed("the body is not JSON: \(error)")
        }
        var converter = ProtobufFromJSON()
        try converter.write(json, shape)
        return converter.writer.bytes
    }

    private mutating func write(_ json: JSON, _ shape: OTLPShape) throws(OTLPError) {
        guard case .object(let object) = json else { throw fault("an object", json) }
        for member in object.members {
            guard !member.value.isNull, let field = shape.field(named: member.key) else { continue }
            path.append(field.name)
            if field.isRepeated { try write(all: member.value, field) } else { try write(member.value, field) }
            path.removeLast()
        }
    }

    private mutating func write(all json: JSON, _ field: Field) throws(OTLPError) {
        guard case .array(let items) = json else { throw fault("an array", json) }
        let name = path.removeLast()
        for (index, item) in items.enumerated() {
            path.append("\(name)[\(index)]")
            try write(item, field)
            path.removeLast()
        }
        path.append(name)
    }

    private mutating func write(_ json: JSON, _ field: Field) throws(OTLPError) {
        switch field.kind {
        case .text: writer.block(field.number, Array(try text(json).utf8))
        case .bytes: writer.block(field.number, try bytes(json))
        case .identifier: writer.block(field.number, Self.identifier(json.string ?? ""))
        case .bool:
            guard case .bool(let value) = json else { throw fault("true or false", json) }
            number(.varint(field.number), value ? 1 : 0)
        case .int32, .int64: number(.varint(field.number), UInt64(bitPattern: try signed(json)))
        case .uint64: number(.varint(field.number), try unsigned(json))
        case .sint32:
            let value = try signed(json)
            number(.varint(field.number), UInt64(bitPattern: value << 1 ^ value >> 63))
        case .fixed32:
            writer.tag(.fixed32(field.number))
            writer.fixed32(UInt32(truncatingIfNeeded: try unsigned(json)))
        case .fixed64: fixed(field.number, try unsigned(json))
        case .sfixed64: fixed(field.number, UInt64(bitPattern: try signed(json)))
        case .double: writer.double(field.number, try double(json))
        case .choice(let prefix, let names): number(.varint(field.number), try choice(json, prefix, names))
        case .message(let shape):
            var path = path
            try writer.message(field.number) { (inner) throws(OTLPError) in
                var nested = ProtobufFromJSON(writer: inner, path: path)
                inner = ProtobufWriter()
                try nested.write(json, shape)
                inner = nested.writer
                path = nested.path
            }
        }
    }

    private mutating func number(_ tag: ProtobufTag, _ value: UInt64) {
        writer.tag(tag)
        writer.varint(value)
    }

    private mutating func fixed(_ number: UInt64, _ value: UInt64) {
        writer.tag(.fixed64(number))
        writer.fixed64(value)
    }

    // MARK: Values

    private func text(_ json: JSON) throws(OTLPError) -> String {
        guard case .string(let text) = json else { throw fault("a string", json) }
        return text
    }

    /// Standard base64, or the kind for URLs, with or without its padding.
    private func bytes(_ json: JSON) throws(OTLPError) -> [UInt8] {
        guard let bytes = Base64Text.bytes(try text(json)) else { throw fault("base64", json) }
        return bytes
    }

    private static func identifier(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return [] }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Character(Unicode.Scalar(digits[index])).hexDigitValue,
                let low = Character(Unicode.Scalar(digits[index + 1])).hexDigitValue
            else { return [] }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }

    private func signed(_ json: JSON) throws(OTLPError) -> Int64 {
        if let value = json.int { return Int64(value) }
        guard let value = json.string.flatMap({ Int64($0) }) else { throw fault("a whole number", json) }
        return value
    }

    private func unsigned(_ json: JSON) throws(OTLPError) -> UInt64 {
        if let value = json.int.flatMap({ UInt64(exactly: $0) }) { return value }
        if case .double(let value) = json, let whole = UInt64(exactly: value) { return whole }
        guard let value = json.string.flatMap({ UInt64($0) }) else { throw fault("a whole number from 0", json) }
        return value
    }

    private func double(_ json: JSON) throws(OTLPError) -> Double {
        if let value = json.number { return value }
        guard let value = json.string.flatMap({ Double($0) }) else { throw fault("a number", json) }
        return value
    }

    private func choice(_ json: JSON, _ prefix: String, _ names: [String]) throws(OTLPError) -> UInt64 {
        if let name = json.string, name.hasPrefix(prefix),
            let index = names.firstIndex(of: String(name.dropFirst(prefix.count)))
        {
            return UInt64(index)
        }
        return UInt64(bitPattern: try signed(json))
    }

    private func fault(_ wanted: String, _ json: JSON) -> OTLPError {
        let place = path.isEmpty ? "the body" : "'\(path.joined(separator: "."))'"
        return .malformed("\(place) must be \(wanted), not \(json.text.prefix(40))")
    }
}
