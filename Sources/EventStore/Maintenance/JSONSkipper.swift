/// Walks over JSON without building it: finds where a value ends, and whether it is one.
struct JSONSkipper {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var index: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    /// Whether the bytes are one JSON value on one line, without space around it: what can stand in a line as it is.
    static func isValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last, first > 0x20, last > 0x20 else { return false }
        var skipper = JSONSkipper(bytes)
        guard skipper.skipValue(), skipper.index == bytes.count else { return false }
        if isPlain(bytes) { return true }
        return !bytes.contains { $0 == 10 || $0 == 13 } && String(validating: bytes, as: UTF8.self) != nil
    }

    /// Whether all bytes are printable ASCII, which needs no closer look; eight at a time.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        var odd: UInt64 = 0
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A byte below 32 borrows into its high bit, where it is not set already.
            odd |= word | (word &- 0x2020_2020_2020_2020)
            index += 8
        }
        while index < raw.count {
            odd |= raw[index] < 0x20 || raw[index] >= 0x80 ? 0x80 : 0
            index += 1
        }
        return odd & 0x8080_8080_8080_8080 == 0
    }

    /// Moves behind the value that begins here, space before it included; false where there is none.
    mutating func skipValue(depth: Int = 0) -> Bool {
        skipSpace()
        guard index < bytes.count, depth <= JSON.depthLimit else { return false }
        switch bytes[index] {
        case UInt8(ascii: "{"): return skipList(until: UInt8(ascii: "}"), hasKeys: true, depth: depth)
        case UInt8(ascii: "["): return skipList(until: UInt8(ascii: "]"), hasKeys: false, depth: depth)
        case UInt8(ascii: "\""): return skipText()
        case UInt8(ascii: "t"): return skip("true")
        case UInt8(ascii: "f"): return skip("false")
        case UInt8(ascii: "n"): return skip("null")
        default: return skipNumber()
        }
    }

    /// Moves behind a text, with its quotes.
    mutating func skipText() -> Bool {
        guard take(UInt8(ascii: "\"")) else { return false }
        while true {
            index = JSON.plainEnd(bytes, from: index)
            guard index < bytes.count else { return false }
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return true }
            guard byte == UInt8(ascii: "\\"), skipEscape() else { return false }
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 || bytes[index] == 10 || bytes[index] == 13 {
            index += 1
        }
    }

    private mutating func skipList(until end: UInt8, hasKeys: Bool, depth: Int) -> Bool {
        index += 1
        skipSpace()
        if take(end) { return true }
        while true {
            if hasKeys {
                skipSpace()
                guard skipText() else { return false }
                skipSpace()
                guard take(UInt8(ascii: ":")) else { return false }
            }
            guard skipValue(depth: depth + 1) else { return false }
            skipSpace()
            if take(end) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func skipEscape() -> Bool {
        guard index < bytes.count else { return false }
        let mark = bytes[index]
        index += 1
        guard mark == UInt8(ascii: "u") else { return #""\/bfnrt"#.utf8.contains(mark) }
        let digits = bytes[index...].prefix(4)
        index += digits.count
        return digits.count == 4 && digits.allSatisfy { $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }
    }

    private mutating func skipNumber() -> Bool {
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")), skipDigits() == 0 { return false }
        if take(UInt8(ascii: ".")), skipDigits() == 0 { return false }
        guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return true }
        index += 1
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        return skipDigits() > 0
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count, (0..<count).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] })
        else { return false }
        index += count
        return true
    }
}
