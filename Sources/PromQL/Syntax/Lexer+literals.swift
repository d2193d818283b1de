extension Lexer {
    mutating func numberOrDuration() -> Token {
        if scanNumber() { return token(.number) }
        if scanDuration() { return token(.duration) }
        return invalid("bad number or duration syntax: \(badText)")
    }

    /// What must follow a left bracket.
    mutating func duration() -> Token {
        if scanNumber() { return invalid("missing unit character in duration") }
        return scanDuration() ? token(.duration) : invalid("bad duration syntax: \(badText)")
    }

    private var badText: String { Quoting.quoted(token(.number).text) }

    /// Passes over a number and says whether it ends there; `08`, `0x` and `1e` are left to the parser.
    private mutating func scanNumber() -> Bool {
        let isHexadecimal = take("0") && (take("x") || take("X"))
        skip { isHexadecimal ? $0.hexadecimal != nil : $0.isDigit }
        if take(".") { skip { isHexadecimal ? $0.hexadecimal != nil : $0.isDigit } }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            skip(\.isDigit)
        }
        guard let byte = peek else { return true }
        return !byte.isLetter && !byte.isDigit
    }

    /// Passes over what remains of a duration after its first digits.
    private mutating func scanDuration() -> Bool {
        guard takeUnit("smhdwy") else { return false }
        while let byte = peek, byte.isDigit {
            skip(\.isDigit)
            guard takeUnit("smhdw") else { return false }
        }
        guard let byte = peek else { return true }
        if byte.isLetter || byte.isDigit {
            index += 1
            return false
        }
        return true
    }

    /// One unit; a second letter `s` is taken as of `ms`, and whether it fits is seen later.
    private mutating func takeUnit(_ units: String) -> Bool {
        guard let byte = peek, units.utf8.contains(byte) else { return false }
        index += 1
        _ = take("s")
        return true
    }

    private mutating func skip(_ isPart: (UInt8) -> Bool) {
        while let byte = peek, isPart(byte) { index += 1 }
    }

    /// A text in quotes; escapes are checked here and resolved by ``Quoting``.
    mutating func string() -> Token {
        let quote = bytes[index]
        let isRaw = quote == UInt8(ascii: "`")
        index += 1
        while let byte = peek {
            index += 1
            switch byte {
            case quote: return token(.string)
            case 0x0a where !isRaw: return invalid("unterminated quoted string")
            case UInt8(ascii: "\\") where !isRaw:
                if let fault = escape(quote) { return invalid(fault) }
            default: continue
            }
        }
        return invalid(isRaw ? "unterminated raw string" : "unterminated quoted string")
    }

    /// Passes over what follows a backslash and says what is wrong with it.
    private mutating func escape(_ quote: UInt8) -> String? {
        guard let kind = peek else { return "escape sequence not terminated" }
        switch kind {
        case quote, UInt8(ascii: "\\"), UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "v"):
            index += 1
            return nil
        case UInt8(ascii: "0")...UInt8(ascii: "7"): return digits(3, base: 8, largest: 255)
        case UInt8(ascii: "x"):
            index += 1
            return digits(2, base: 16, largest: 255)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            index += 1
            return digits(kind == UInt8(ascii: "u") ? 4 : 8, base: 16, largest: ScalarSet.largest)
        default: return "unknown escape sequence \(Self.named(scalar()))"
        }
    }

    private mutating func digits(_ count: Int, base: UInt32, largest: UInt32) -> String? {
        var value: UInt64 = 0
        for _ in 0..<count {
            guard let byte = peek else { return "escape sequence not terminated" }
            guard let digit = byte.hexadecimal, digit < base else {
                return "illegal character \(Self.named(scalar())) in escape sequence"
            }
            value = value * UInt64(base) + UInt64(digit)
            index += 1
        }
        let isSurrogate = (0xd800..<0xe000).contains(value)
        return value > UInt64(largest) || isSurrogate ? "escape sequence is an invalid Unicode code point" : nil
    }

    /// Takes one character, however many bytes it has.
    mutating func scalar() -> Unicode.Scalar {
        let end = min(index + 4, bytes.count)
        let first = String(decoding: bytes[index..<end], as: UTF8.self).unicodeScalars.first ?? "\u{fffd}"
        index = min(index + max(1, UTF8.width(first)), bytes.count)
        return first
    }

    mutating func nextQuoted() -> String { peek == nil ? "'\u{fffd}'" : Self.quoted(scalar()) }

    static func quoted(_ byte: UInt8) -> String { quoted(Unicode.Scalar(byte)) }

    /// A character in single quotes.
    static func quoted(_ scalar: Unicode.Scalar) -> String {
        if scalar == "'" { return "'\\''" }
        if scalar == "\"" { return "'\"'" }
        return "'" + Quoting.quoted(String(scalar)).dropFirst().dropLast() + "'"
    }

    /// A character by number and shape: `U+0064 'd'`.
    private static func named(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits) '\(scalar)'"
    }
}
