/// The members of a JSON object, one after the other, taken from the bytes where they lie: no tree is built.
///
/// For readers of millions of objects who want a few members of each. What it cannot read as simply as that (escapes in
/// a string that is asked for, numbers beyond 2^53) counts as a failure: then ``JSON`` reads the whole.
struct JSONMembers {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var isFirst = true
    /// Once true, nothing that was read counts.
    private(set) var hasFailed = false

    /// - Parameter bytes: valid while this is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        if !take(UInt8(ascii: "{")) { hasFailed = true }
    }

    /// The next key, whose value must be taken before the next is asked for; nil after the last, and after a failure.
    mutating func nextKey() -> UnsafeBufferPointer<UInt8>? {
        guard !hasFailed else { return nil }
        if take(UInt8(ascii: "}")) {
            skipSpace()
            return index == bytes.count ? nil : fail()
        }
        if !isFirst, !take(UInt8(ascii: ",")) { return fail() }
        isFirst = false
        guard let key = plainString(), take(UInt8(ascii: ":")) else { return fail() }
        return key
    }

    /// A string.
    mutating func text() -> String? {
        guard let content = plainString() else { return fail() }
        return Self.text(content) ?? fail()
    }

    /// A number.
    mutating func number() -> Double? {
        skipSpace()
        let start = index
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let first = index
        var mantissa: UInt64 = 0
        var decimals = -1
        while index < bytes.count {
            let byte = bytes[index]
            if byte &- UInt8(ascii: "0") < 10 {
                mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
                if decimals >= 0 { decimals += 1 }
            } else if byte == UInt8(ascii: "."), decimals < 0, index > first {
                decimals = 0
            } else {
                break
            }
            index += 1
        }
        let digits = index - first - (decimals >= 0 ? 1 : 0)
        // Of at most 15 digits, quotient and operands are exact, so the one rounding is the right one.
        guard digits > 0, digits <= 15, decimals != 0, isAtEndOfValue else {
            index = start
            return fail()
        }
        // JSON has no leading zeros.
        if bytes[first] == UInt8(ascii: "0"), digits > max(0, decimals) + 1 { return fail() }
        let value = Double(mantissa) / Self.powers[max(0, decimals)]
        return isNegative ? -value : value
    }

    /// A string, or null.
    mutating func optionalText() -> String?? { takeNull() ? .some(nil) : text().map { .some($0) } }

    /// A whole number, or null.
    mutating func optionalInt() -> Int?? {
        if takeNull() { return .some(nil) }
        guard let number = number(), let whole = Int(exactly: number) else { return fail() }
        return .some(whole)
    }

    /// Any value, unread; its brackets and strings are passed over, not checked.
    mutating func raw() -> UnsafeBufferPointer<UInt8>? {
        skipSpace()
        let start = index
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard skipString() else { return fail() }
                if depth == 0 { return slice(from: start) }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index > start ? slice(from: start) : fail() }
                depth -= 1
                if depth == 0 {
                    index += 1
                    return slice(from: start)
                }
            case UInt8(ascii: ",") where depth == 0: return index > start ? slice(from: start) : fail()
            default: break
            }
            index += 1
        }
        return fail()
    }

    /// Says that what was read is not what was expected.
    mutating func fail<Value>() -> Value? {
        hasFailed = true
        return nil
    }

    /// The text of bytes without escapes; nil where they are no UTF-8.
    static func text(_ content: UnsafeBufferPointer<UInt8>) -> String? {
        var all: UInt8 = 0
        for byte in content { all |= byte }
        return all < 0x80 ? String(decoding: content, as: UTF8.self) : String(validating: content, as: UTF8.self)
    }

    private static let powers: [Double] = (0...15).map { exponent in
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }

    // MARK: Bytes

    /// Where nothing follows but what ends a value.
    private var isAtEndOfValue: Bool {
        guard index < bytes.count else { return false }
        switch bytes[index] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: return true
        default: return false
        }
    }

    private func slice(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[start..<index])
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func takeNull() -> Bool {
        skipSpace()
        guard index + 4 <= bytes.count, bytes[index..<index + 4].elementsEqual("null".utf8) else { return false }
        index += 4
        return true
    }

    /// The content of a string without escapes.
    private mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                defer { index += 1 }
                return slice(from: start)
            }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            index += 1
        }
        return nil
    }

    private mutating func skipString() -> Bool {
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return true
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return false
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these are the bytes of a text.
    @inline(__always)
    func spell(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && (0..<count).allSatisfy { self[$0] == text.utf8Start[$0] }
    }
}
