/// How the values of one column are stored.
enum PayloadColumnMode: UInt8 {
    /// Texts, each ended by a line feed: JSON has none within a value.
    case lines = 0
    /// Texts with their lengths before them.
    case sized = 1
    /// The same text in every row, stored once.
    case constant = 2
    /// 16 hexadecimal digits: one word.
    case word = 3
    /// 32 hexadecimal digits: two words.
    case wordPair = 4
    /// A UUID: two words.
    case uuid = 5
}

/// Identifiers as text: lower-case hexadecimal of 16 or 32 digits, and UUIDs.
enum IdentifierText {
    /// The words of a text that is `mode`'s canonical form; nil where it is not.
    @inline(__always)
    static func words(_ text: UnsafeBufferPointer<UInt8>, _ mode: PayloadColumnMode) -> (UInt64, UInt64)? {
        switch mode {
        case .word: return word(text, 0..<16).map { ($0, 0) }
        case .wordPair:
            guard let high = word(text, 0..<16), let low = word(text, 16..<32) else { return nil }
            return (high, low)
        case .uuid: return uuid(text)
        default: return nil
        }
    }

    /// The only mode a text of this length can have.
    static func mode(forCount count: Int) -> PayloadColumnMode? {
        switch count {
        case 16: .word
        case 32: .wordPair
        case 36: .uuid
        default: nil
        }
    }

    @inline(__always)
    private static func word(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        var isValid = true
        for index in range {
            let byte = text[index]
            let digit = byte &- UInt8(ascii: "0")
            let letter = byte &- UInt8(ascii: "a")
            isValid = isValid && (digit < 10 || letter < 6)
            value = value << 4 | UInt64(digit < 10 ? digit : letter &+ 10)
        }
        return isValid ? value : nil
    }

    private static func uuid(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
        let hyphen = UInt8(ascii: "-")
        guard text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen,
            let first = word(text, 0..<8), let second = word(text, 9..<13), let third = word(text, 14..<18),
            let fourth = word(text, 19..<23), let fifth = word(text, 24..<36)
        else { return nil }
        return (first << 32 | second << 16 | third, fourth << 48 | fifth)
    }

    /// Writes the text of words in a mode; the buffer has room for 36 bytes.
    ///
    /// Gives the count.
    static func write(
        _ high: UInt64, _ low: UInt64, _ mode: PayloadColumnMode, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        switch mode {
        case .word:
            write(high, 0..<16, to: output)
            return 16
        case .wordPair:
            write(high, 0..<16, to: output)
            write(low, 0..<16, to: output + 16)
            return 32
        default:
            write(high, 0..<8, to: output)
            output[8] = UInt8(ascii: "-")
            write(high, 8..<12, to: output + 9)
            output[13] = UInt8(ascii: "-")
            write(high, 12..<16, to: output + 14)
            output[18] = UInt8(ascii: "-")
            write(low, 0..<4, to: output + 19)
            output[23] = UInt8(ascii: "-")
            write(low, 4..<16, to: output + 24)
            return 36
        }
    }

    /// Writes the given digits of a word, counted from the most significant.
    private static func write(_ word: UInt64, _ range: Range<Int>, to output: UnsafeMutablePointer<UInt8>) {
        for (offset, index) in range.enumerated() {
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 15
            output[offset] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a")
        }
    }
}
