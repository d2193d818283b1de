import EventStore

/// Collects the bytes of a snapshot: whole numbers as LEB128 (7 bits a byte), fields one after the other.
///
/// A reference, because the containers of one `Encoder` all write to the same place.
final class SnapshotWriter {
    private(set) var bytes: [UInt8] = []
    /// The first thing met that has no stored form; checked when all is written.
    private(set) var fault: SnapshotError?
    private var values = 0
    /// Values between two points at which others may have the processor.
    private static let stretch = 256

    func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Small numbers of either sign stay short (zigzag).
    func append(signed number: Int64) { append(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

    func append(fixed number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    func append(block: [UInt8]) {
        append(UInt64(block.count))
        bytes.append(contentsOf: block)
    }

    func append(raw: [UInt8]) { bytes.append(contentsOf: raw) }

    /// A value in its stored form where it has one, else field by field.
    func append<T: Encodable>(value: T) throws {
        values += 1
        if values % Self.stretch == 0 { YieldPoint.pass() }
        if let form = value as? any StoredForm {
            try form.store(in: self)
        } else {
            try value.encode(to: SnapshotEncoder(writer: self))
        }
    }

    func fail(_ reason: String) { fault = fault ?? SnapshotError(reason) }
}
