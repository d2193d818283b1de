import EventStore

/// Writes the JSON of an event straight from the bytes that were received, without values in between.
struct JSONBytes {
    typealias Block = UnsafeBufferPointer<UInt8>

    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }
    var isEmpty: Bool { bytes.isEmpty }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Takes back what was written after it had `count` bytes.
    mutating func removeAll(after count: Int) { bytes.removeLast(bytes.count - count) }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func byte(_ scalar: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }

    /// Appends what is JSON already.
    @inline(__always)
    mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

    /// Appends a text in quotes; cut off after `limit` bytes, and repaired where it is not UTF-8.
    mutating func text(_ source: Block, limit: Int, _ notes: inout DecodeNotes) {
        var source = source
        if source.count > limit {
            source = PlainText.cut(source, limit)
            notes.cut += 1
        }
        guard Self.isPlain(source) else { return repaired(source, &notes) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: source)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func repaired(_ source: Block, _ notes: inout DecodeNotes) {
        if let text = String(validating: source, as: UTF8.self) { return JSON.write(text, to: &bytes) }
        notes.repaired += 1
        JSON.write(String(decoding: source, as: UTF8.self), to: &bytes)
    }

    mutating func text(_ text: String) { JSON.write(text, to: &bytes) }

    /// Appends sixteen hexadecimal digits.
    mutating func hexadecimal(_ word: UInt64) {
        let digits: StaticString = "0123456789abcdef"
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { buffer in
            for index in 0..<16 {
                buffer.initializeElement(
                    at: index, to: digits.utf8Start[Int(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 15])
            }
            bytes.append(contentsOf: buffer)
        }
    }

    mutating func number(_ value: Int64) {
        if (0...9).contains(value) { return bytes.append(UInt8(ascii: "0") + UInt8(value)) }
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number that JSON does not have becomes a text.
    mutating func number(_ value: Double) {
        if value.isFinite { return bytes.append(contentsOf: value.description.utf8) }
        raw(value.isNaN ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"")
    }

    /// Appends whole nanoseconds as seconds: at least one digit after the point, and none too many.
    mutating func seconds(nanoseconds: Int64) {
        if nanoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        number(Int64(truncatingIfNeeded: whole))
        bytes.append(UInt8(ascii: "."))
        guard rest > 0 else { return bytes.append(UInt8(ascii: "0")) }
        var (digits, width) = (rest, 9)
        while digits % 10 == 0 { (digits, width) = (digits / 10, width - 1) }
        self.digits(digits, width: width)
    }

    /// Appends a number with zeros before it.
    mutating func digits(_ value: UInt64, width: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { buffer in
            var rest = value
            for index in stride(from: width - 1, through: 0, by: -1) {
                buffer.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
            bytes.append(contentsOf: buffer)
        }
    }

    /// Whether a text is ASCII that JSON has as it is; looked at eight bytes at a time.
    private static func isPlain(_ source: Block) -> Bool {
        let raw = UnsafeRawBufferPointer(source)
        var index = 0
        while index + 8 <= source.count {
            guard isPlain(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) else { return false }
            index += 8
        }
        while index < source.count {
            let byte = source[index]
            guard byte >= 0x20, byte < 0x80, byte != 0x22, byte != 0x5C else { return false }
            index += 1
        }
        return true
    }

    /// Whether no byte of a word has its high bit, is below 0x20, or is `"` or `\`; may say no of one that has not.
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        let found =
            word | (word &- ones &* 0x20) | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        return found & (ones &* 0x80) == 0
    }
}
