import EventStore

/// Turns a message in protobuf into the same message in OTLP's JSON.
struct JSONFromProtobuf {
    private typealias Block = ProtobufReader.Block

    static func convert(_ body: [UInt8], _ shape: OTLPShape) throws(OTLPError) -> [UInt8] {
        let result: Result<JSON, OTLPError> = body.withUnsafeBufferPointer { block in
            do throws(OTLPError) { return .success(try message(block, shape)) } catch { return .failure(error) }
        }
        return try result.get().bytes
    }

    private static func message(_ block: Block, _ shape: OTLPShape) throws(OTLPError) -> JSON {
        let fields = shape.fields
        var values = [[JSON]](repeating: [], count: fields.count)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            guard let index = fields.firstIndex(where: { $0.number == tag.number }) else {
                try reader.skip(tag)
                continue
            }
            let field = fields[index]
            if field.isRepeated, tag.wire == .block, field.kind.isPackable {
                var packed = ProtobufReader(try reader.block())
                while !packed.isAtEnd { values[index].append(try value(&packed, field.kind)) }
            } else if field.isRepeated {
                values[index].append(try value(&reader, field.kind))
            } else {
                values[index] = [try value(&reader, field.kind)]
            }
        }
        var object: [(String, JSON)] = []
        for (field, list) in zip(fields, values) where !list.isEmpty {
            object.append((field.name, field.isRepeated ? .array(list) : list[0]))
        }
        return .object(JSONObject(object))
    }

    private static func value(_ reader: inout ProtobufReader, _ kind: OTLPShape.Kind) throws(OTLPError) -> JSON {
        switch kind {
        case .text: return .string(String(decoding: try reader.block(), as: UTF8.self))
        case .bytes: return .string(Base64Text.text(try reader.block()))
        case .identifier: return .string(hexadecimal(try reader.block()))
        case .bool: return .bool(try reader.varint() != 0)
        case .int32, .choice: return .int(Int(Int64(bitPattern: try reader.varint())))
        case .int64: return .string(String(Int64(bitPattern: try reader.varint())))
        case .uint64: return .string(String(try reader.varint()))
        case .sint32: return .int(Int(try reader.zigzag()))
        case .fixed32: return .int(Int(try reader.fixed32()))
        case .fixed64: return .string(String(try reader.fixed64()))
        case .sfixed64: return .string(String(Int64(bitPattern: try reader.fixed64())))
        case .double: return double(try reader.double())
        case .message(let shape): return try message(try reader.block(), shape)
        }
    }

    private static func double(_ value: Double) -> JSON {
        if value.isFinite { return .double(value) }
        return value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity"
    }

    private static func hexadecimal(_ block: Block) -> String {
        block.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension OTLPShape.Kind {
    /// Whether many of them lie in one block, without tags.
    var isPackable: Bool {
        switch self {
        case .text, .bytes, .identifier, .message: false
        default: true
        }
    }
}
