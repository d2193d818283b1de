import Foundation

/// Numbers and formats as Go prints them.
enum GoText {
    /// `%v` of a float.
    static func shortest(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = decimal(abs(value))
        let sign = value < 0 ? "-" : ""
        if exponent < -4 || exponent >= 6 { return sign + scientific(digits, exponent) }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The shortest digits that read back as the value, and the exponent of the first.
    private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
        let text = "\(value)"
        let parts = text.split(separator: "e")
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var whole = String(mantissa[0])
        let fraction = mantissa.count > 1 ? String(mantissa[1]) : ""
        if whole == "0" { whole = "" }
        var digits = whole + fraction
        exponent += whole.count - 1
        let zeros = digits.prefix { $0 == "0" }.count
        digits.removeFirst(zeros)
        if whole.isEmpty { exponent -= zeros }
        while digits.hasSuffix("0") { digits.removeLast() }
        return (digits.isEmpty ? "0" : digits, exponent)
    }

    private static func scientific(_ digits: String, _ exponent: Int) -> String {
        let rest = digits.dropFirst()
        let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
        return "\(digits.prefix(1))\(rest.isEmpty ? "" : "." + rest)e\(exponent < 0 ? "-" : "+")\(power)"
    }

    /// `%.4g`.
    static func four(_ value: Double) -> String {
        if !value.isFinite { return shortest(value) }
        return String(format: "%.4g", value)
    }

    /// Go's `Sprintf` for the verbs that templates use.
    static func formatted(_ format: String, _ arguments: [TemplateValue]) -> String {
        var output = ""
        var rest = Substring(format)
        var next = arguments.makeIterator()
        while let percent = rest.firstIndex(of: "%") {
            output += rest[..<percent]
            rest = rest[percent...].dropFirst()
            let flags = rest.prefix { "+-# 0123456789.".contains($0) }
            rest = rest[flags.endIndex...]
            guard let verb = rest.popFirst() else {
                output += "%!(NOVERB)"
                break
            }
            if verb == "%" {
                output += "%"
            } else {
                guard let argument = next.next() else {
                    output += "%!\(verb)(MISSING)"
                    continue
                }
                output += Self.text(argument, verb, String(flags))
            }
        }
        return output + rest
    }

    private static func text(_ value: TemplateValue, _ verb: Character, _ flags: String) -> String {
        switch (verb, value) {
        case ("f", .number(let number)), ("e", .number(let number)), ("g", .number(let number)),
            ("F", .number(let number)):
            guard number.isFinite else { return shortest(number) }
            if verb == "g", !flags.contains(".") { return padded(shortest(number), flags) }
            return String(format: "%\(flags.prefix(16))\(verb)", number)
        case ("d", .whole(let number)): return String(format: "%\(flags.prefix(16))ld", number)
        case ("x", .whole(let number)): return String(format: "%\(flags.prefix(16))lx", number)
        case ("q", .string(let text)): return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        case ("s", .string(let text)), ("v", .string(let text)): return padded(text, flags)
        case ("v", _), ("t", .bool): return padded(value.text, flags)
        case ("s", .number), ("s", .whole), ("f", .whole), ("d", .number), ("f", .string), ("d", .string):
            return "%!\(verb)(\(kind(value))=\(value.text))"
        default: return padded(value.text, flags)
        }
    }

    private static func kind(_ value: TemplateValue) -> String {
        switch value {
        case .number: "float64"
        case .whole: "int"
        case .string: "string"
        default: "value"
        }
    }

    private static func padded(_ text: String, _ flags: String) -> String {
        let isLeft = flags.hasPrefix("-")
        let width = min(1000, Int(flags.drop { $0 == "-" || $0 == "+" }.prefix { $0.isNumber }) ?? 0)
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isLeft ? text + space : space + text
    }
}
