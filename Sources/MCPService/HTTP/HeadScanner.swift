/// Walks over the bytes of a request's head, strictly: whatever RFC 9112 would have a lenient reader guess ends it.
struct HeadScanner {
    private let bytes: UnsafeRawBufferPointer
    private let limit: Int
    /// Bytes read.
    private(set) var place = 0

    /// - Parameter limit: bytes that may be read, at most all.
    init(bytes: UnsafeRawBufferPointer, limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    /// Whether reading ended for want of bytes.
    private var isAtEnd = false

    /// Visible ASCII up to the next space.
    mutating func word() -> Range<Int>? {
        let start = place
        while let byte = next() {
            if byte == UInt8(ascii: " ") { return place - 1 > start ? start..<place - 1 : nil }
            guard (0x21...0x7E).contains(byte) else { return nil }
        }
        return nil
    }

    /// Reads the text where it is next.
    mutating func takes(_ text: StaticString) -> Bool {
        for index in 0..<text.utf8CodeUnitCount {
            guard place + index < limit, bytes[place + index] == text.utf8Start[index] else { return false }
        }
        place += text.utf8CodeUnitCount
        return true
    }

    /// A header line: its name, and its value without the space around it.
    mutating func field() -> (name: Range<Int>, value: Range<Int>)? {
        let start = place
        while let byte = next(), byte != UInt8(ascii: ":") {
            guard Self.isToken(byte) else { return nil }
        }
        guard !isAtEnd, place - 1 > start else { return nil }
        let name = start..<place - 1
        while place < limit, Self.isSpace(bytes[place]) { place += 1 }
        let valueStart = place
        while place < limit, Self.isText(bytes[place]) { place += 1 }
        var valueEnd = place
        guard takes("\r\n") else { return nil }
        while valueEnd > valueStart, Self.isSpace(bytes[valueEnd - 1]) { valueEnd -= 1 }
        return (name, valueStart..<valueEnd)
    }

    private mutating func next() -> UInt8? {
        guard place < limit else {
            isAtEnd = true
            return nil
        }
        place += 1
        return bytes[place - 1]
    }

    /// Up to nine digits and nothing else.
    static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    @inline(__always)
    static func lowercase(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

    @inline(__always)
    private static func isText(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || byte == UInt8(ascii: "\t") }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Most of what names are made of (RFC 9110, section 5.6.2).
    @inline(__always)
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        // The other characters that the grammar allows are in no name that matters here.
        default: false
        }
    }
}
