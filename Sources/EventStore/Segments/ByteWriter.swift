/// Writes the columns of a segment: raw bytes, and whole numbers as LEB128 (7 bits a byte).
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func append(_ value: Int) { append(UInt64(value)) }

    /// Small numbers of either sign stay short (zigzag).
    mutating func appendSigned(_ value: Int64) { append(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    mutating func append(fixed value: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(_ text: String) { append(block: Array(text.utf8)) }

    mutating func append(block: [UInt8]) {
        append(block.count)
        bytes.append(contentsOf: block)
    }

    mutating func append(raw: [UInt8]) { bytes.append(contentsOf: raw) }
}
