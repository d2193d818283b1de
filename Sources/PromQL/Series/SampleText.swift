import Foundation

/// Numbers as Prometheus writes them.
public enum SampleText {
    /// The shortest decimal that reads back as the same value, never with an exponent: `0.1`, `1000000000000000000000`,
    /// `+Inf`, `-Inf`, `NaN`.
    public static func format(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        let shortest = "\(value)"
        guard let mark = shortest.firstIndex(of: "e"), let exponent = Int(shortest[shortest.index(after: mark)...])
        else { return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest }
        return spread(shortest[..<mark], exponent: exponent)
    }

    /// Appends what ``format(_:)`` gives: an answer has a hundred thousand of them, so without a text in between.
    package static func write(_ value: Double, to bytes: inout [UInt8]) {
        if value == value.rounded(), value.magnitude < 9_007_199_254_740_992, value.sign == .plus || value != 0 {
            if value < 0 { bytes.append(UInt8(ascii: "-")) }
            return bytes.append(decimal: UInt64(value.magnitude))
        }
        // Beyond these Swift writes an exponent, and ".0" after what is whole.
        guard value.isFinite, value.magnitude >= 1e-4, value.magnitude < 9_007_199_254_740_992, value != 0 else {
            return bytes.append(contentsOf: format(value).utf8)
        }
        var text = ByteText(bytes: bytes)
        bytes = []
        value.write(to: &text)
        bytes = text.bytes
    }

    /// The value of a decimal or hexadecimal number, `Inf` or `NaN`; nil for anything else.
    public static func parse(_ text: String) -> Double? {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.allSatisfy({ !$0.isSpace && $0 != UInt8(ascii: "(") }) else { return nil }
        let body = bytes.first.map { "+-".utf8.contains($0) } == true ? text.dropFirst() : text[...]
        let lower = body.lowercased()
        if lower == "nan" { return body.count == text.count ? .nan : nil }
        if lower.hasPrefix("0x"), !lower.contains("p") { return nil }
        return Double(text)
    }

    /// With six decimals, as Go's `%f` writes it.
    static func fixed(_ value: Double) -> String { value.isFinite ? String(format: "%f", value) : format(value) }

    /// Moves the point of `1.25` by `exponent` places.
    private static func spread(_ mantissa: Substring, exponent: Int) -> String {
        let sign = mantissa.hasPrefix("-") ? "-" : ""
        let parts = mantissa.drop { $0 == "-" }.split(separator: ".")
        let whole = String(parts[0])
        let fraction = parts.count > 1 && parts[1] != "0" ? String(parts[1]) : ""
        let digits = whole + fraction
        let point = whole.count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}

/// Where a number writes its digits; it has them as bytes, and need not make a text of them.
private struct ByteText: TextOutputStream {
    var bytes: [UInt8]

    mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func _writeASCII(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }
}

extension [UInt8] {
    /// Appends the digits of a whole number.
    package mutating func append(decimal number: UInt64) {
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var rest = number
        var index = 20
        repeat {
            index -= 1
            digits[index] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        digits.span.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[index...])) }
    }
}
