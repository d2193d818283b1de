/// Strings in quotes, read and written as Prometheus does.
enum Quoting {
    /// `text` in double quotes with the escapes of Go.
    static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static let short: [Unicode.Scalar: String] = [
        "\u{07}": "\\a", "\u{08}": "\\b", "\u{0c}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{0b}": "\\v",
        "\\": "\\\\", "\"": "\\\"",
    ]

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        if let known = short[scalar] { return known }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            let digits = String(scalar.value, radix: 16)
            let (mark, width) = scalar.value < 0x80 ? ("\\x", 2) : scalar.value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
            return mark + String(repeating: "0", count: max(0, width - digits.count)) + digits
        default: return String(scalar)
        }
    }

    /// What a literal in double, single or back quotes stands for; bytes that do not form UTF-8 are replaced.
    ///
    /// The lexer has checked the escapes before; nil where it cannot have.
    static func unquoted(_ literal: ArraySlice<UInt8>) -> String? {
        guard let quote = literal.first, literal.count >= 2, literal.last == quote else { return nil }
        var rest = literal.dropFirst().dropLast()
        if quote == UInt8(ascii: "`") { return String(decoding: rest, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rest.count)
        while let next = rest.popFirst() {
            guard next == UInt8(ascii: "\\") else {
                bytes.append(next)
                continue
            }
            guard appendEscape(&rest, to: &bytes) else { return nil }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let controls: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
    ]

    /// Reads what follows a backslash: a control, an octal or hexadecimal byte, a code point, or the character itself.
    private static func appendEscape(_ rest: inout ArraySlice<UInt8>, to bytes: inout [UInt8]) -> Bool {
        guard let kind = rest.popFirst() else { return false }
        if let control = controls[kind] {
            bytes.append(control)
            return true
        }
        switch kind {
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = UInt32(kind - UInt8(ascii: "0"))
            for _ in 0..<2 { value = value * 8 + (rest.popFirst()?.hexadecimal ?? 0) }
            bytes.append(UInt8(truncatingIfNeeded: value))
        case UInt8(ascii: "x"): bytes.append(UInt8(truncatingIfNeeded: number(&rest, digits: 2)))
        case UInt8(ascii: "u"): return append(number(&rest, digits: 4), to: &bytes)
        case UInt8(ascii: "U"): return append(number(&rest, digits: 8), to: &bytes)
        default: bytes.append(kind)
        }
        return true
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits { value = value << 4 | (rest.popFirst()?.hexadecimal ?? 0) }
        return value
    }

    private static func append(_ code: UInt32, to bytes: inout [UInt8]) -> Bool {
        guard let scalar = Unicode.Scalar(code) else { return false }
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return true
    }
}
