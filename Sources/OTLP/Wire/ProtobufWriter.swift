/// Writes the fields of protobuf messages one after the other.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func tag(_ tag: ProtobufTag) { varint(tag.value) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func fixed64(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func fixed32(_ value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends fields that were written elsewhere.
    mutating func append(_ fields: ProtobufWriter) { bytes.append(contentsOf: fields.bytes) }

    // MARK: Fields; those without presence are left out where they have their default

    mutating func varint(_ number: UInt64, _ value: UInt64) {
        guard value != 0 else { return }
        tag(.varint(number))
        varint(value)
    }

    mutating func fixed64(_ number: UInt64, _ value: UInt64) {
        guard value != 0 else { return }
        tag(.fixed64(number))
        fixed64(value)
    }

    /// With presence: also where it is 0.
    mutating func double(_ number: UInt64, _ value: Double) {
        tag(.fixed64(number))
        fixed64(value.bitPattern)
    }

    mutating func text(_ number: UInt64, _ value: String) {
        guard !value.isEmpty else { return }
        block(number, Array(value.utf8))
    }

    /// With presence: also where it is empty.
    mutating func block(_ number: UInt64, _ value: [UInt8]) {
        tag(.block(number))
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A number of eight or sixteen bytes, the most significant first: an identifier.
    mutating func identifier(_ number: UInt64, _ words: UInt64...) {
        tag(.block(number))
        varint(UInt64(words.count * 8))
        for word in words { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
    }

    /// A message: what `body` writes, with its size before it.
    mutating func message<Failure: Error>(
        _ number: UInt64, _ body: (inout ProtobufWriter) throws(Failure) -> Void
    ) throws(Failure) {
        tag(.block(number))
        let start = bytes.count
        bytes.append(0)
        try body(&self)
        // Most messages are short: room for one byte was left, and only longer ones are moved.
        let count = bytes.count - start - 1
        if count < 0x80 {
            bytes[start] = UInt8(count)
        } else {
            var size = ProtobufWriter()
            size.varint(UInt64(count))
            bytes.replaceSubrange(start...start, with: size.bytes)
        }
    }
}
