/// Decimal numbers as text, in the one form that a whole number and a count of decimals give back to the byte.
///
/// Either all of a column are whole (`12`, `-3`), or all have a fraction as Swift writes a `Double` (`12.0`, `0.25`).
enum NumberText {
    struct Parsed {
        /// Without the point.
        let digits: Int64
        let decimals: Int
        let hasFraction: Bool
    }

    /// More digits could overflow.
    static let digitLimit = 18

    static let powers: [Int64] = (0...digitLimit).map { power in (0..<power).reduce(1) { value, _ in value * 10 } }

    /// Nil for any text that ``write(_:decimals:hasFraction:to:)`` would not give back.
    @inline(__always)
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Parsed? {
        var place = text.first == UInt8(ascii: "-") ? 1 : 0
        let isNegative = place == 1
        guard text.count > place, text.count - place <= digitLimit + 1 else { return nil }
        let start = place
        var value: Int64 = 0
        while place < text.count, let digit = digit(text[place]) {
            value = value &* 10 &+ digit
            place += 1
        }
        let whole = place - start
        guard whole > 0, whole <= digitLimit, text[start] != UInt8(ascii: "0") || whole == 1 else { return nil }
        guard place < text.count else {
            if isNegative, value == 0 { return nil }
            return Parsed(digits: isNegative ? -value : value, decimals: 0, hasFraction: false)
        }
        return fraction(text, place, value, isNegative: isNegative)
    }

    private static func fraction(
        _ text: UnsafeBufferPointer<UInt8>, _ point: Int, _ whole: Int64, isNegative: Bool
    ) -> Parsed? {
        let count = text.count - point - 1
        guard text[point] == UInt8(ascii: "."), count > 0 else { return nil }
        var value = whole
        for place in (point + 1)..<text.count {
            guard let digit = digit(text[place]) else { return nil }
            value = value &* 10 &+ digit
        }
        let isWhole = count == 1 && text[point + 1] == UInt8(ascii: "0")
        if isWhole { value /= 10 }
        guard isWhole || text[text.count - 1] != UInt8(ascii: "0"), !isNegative || value != 0 else { return nil }
        return Parsed(digits: isNegative ? -value : value, decimals: isWhole ? 0 : count, hasFraction: true)
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> Int64? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? Int64(digit) : nil
    }

    /// The most bytes that ``write(_:decimals:hasFraction:to:)`` writes.
    static let room = 48

    /// Writes a value of `decimals` decimals, without the zeros at its end; gives the count of bytes.
    ///
    /// - Parameter output: has ``room``.
    @inline(__always)
    static func write(
        _ value: Int64, decimals: Int, hasFraction: Bool, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var place = 0
        if value < 0 {
            output[0] = UInt8(ascii: "-")
            place = 1
        }
        guard hasFraction else { return place + digits(value.magnitude, to: output + place) }
        let unit = UInt64(powers[decimals])
        let (whole, rest) = unit == 1 ? (value.magnitude, 0) : value.magnitude.quotientAndRemainder(dividingBy: unit)
        place += digits(whole, to: output + place)
        output[place] = UInt8(ascii: ".")
        place += 1
        guard rest > 0 else {
            output[place] = UInt8(ascii: "0")
            return place + 1
        }
        return place + fraction(rest, decimals, to: output + place)
    }

    /// The decimals of a fraction that is not 0, without the zeros at its end.
    @inline(__always)
    private static func fraction(_ value: UInt64, _ decimals: Int, to output: UnsafeMutablePointer<UInt8>) -> Int {
        var (rest, count) = (value, decimals)
        while rest % 10 == 0 {
            rest /= 10
            count -= 1
        }
        fixed(rest, width: count, to: output)
        return count
    }

    /// Exactly `width` digits.
    @inline(__always)
    static func fixed(_ value: UInt64, width: Int, to output: UnsafeMutablePointer<UInt8>) {
        var rest = value
        var place = width
        while place > 0 {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            output[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
    }

    /// A whole number; gives the count of bytes, at most 20.
    @inline(__always)
    static func digits(_ value: UInt64, to output: UnsafeMutablePointer<UInt8>) -> Int {
        var width = 1
        var bound: UInt64 = 10
        while value >= bound {
            width += 1
            guard width < 20 else { break }
            bound &*= 10
        }
        fixed(value, width: width, to: output)
        return width
    }
}
