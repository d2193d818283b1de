import EventStore

/// Attributes as OTLP's `KeyValue` messages.
enum AttributeWriter {
    /// Writes each member as a field of the message at hand.
    static func write(_ attributes: JSONObject, _ number: UInt64, to writer: inout ProtobufWriter) {
        for member in attributes.members { write(member.key, member.value, number, to: &writer) }
    }

    private static func write(_ key: String, _ value: JSON, _ number: UInt64, to writer: inout ProtobufWriter) {
        writer.message(number) { pair in
            pair.text(1, key)
            pair.message(2) { write(value, to: &$0) }
        }
    }

    /// Writes the content of an `AnyValue`; null is an empty one.
    static func write(_ value: JSON, to writer: inout ProtobufWriter) {
        switch value {
        case .null: break
        case .string(let text): writer.block(1, Array(text.utf8))
        case .bool(let value):
            writer.tag(.varint(2))
            writer.varint(value ? 1 : 0)
        case .int(let value):
            writer.tag(.varint(3))
            writer.varint(UInt64(bitPattern: Int64(value)))
        case .double(let value): writer.double(4, value)
        case .array(let items):
            writer.message(5) { list in
                for item in items { list.message(1) { write(item, to: &$0) } }
            }
        case .object(let object): writer.message(6) { write(object, 1, to: &$0) }
        }
    }
}
