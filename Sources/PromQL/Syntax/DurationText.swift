/// Durations as the language writes them: `1h30m`, `5m`, `100ms`.
public enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ("ms", 1),
    ]

    /// Why a text is not a duration.
    public struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The milliseconds of `text`: whole numbers with units, the larger before the smaller, no unit twice.
    public static func parse(_ text: String) throws(Fault) -> Int64 {
        var rest = text[...]
        var total: Int64 = 0
        var allowed = units[...]
        if text.isEmpty { throw Fault(description: "empty duration string") }
        if text == "0" { return 0 }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest[unit.endIndex...]
            guard !digits.isEmpty, let place = allowed.firstIndex(where: { $0.name == unit }) else {
                throw Fault(description: "not a valid duration string: \(Quoting.quoted(text))")
            }
            let (part, overflows) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: units[place].milliseconds)
            let (sum, overflowsToo) = total.addingReportingOverflow(part)
            // Prometheus counts nanoseconds in 64 bits.
            if overflows || overflowsToo || sum > Int64.max / 1_000_000 {
                throw Fault(description: "duration out of range")
            }
            total = sum
            allowed = units[(place + 1)...]
        }
        return total
    }

    /// The shortest text of so many milliseconds; years and weeks only where nothing smaller follows them.
    public static func format(_ milliseconds: Int64) -> String {
        if milliseconds == 0 { return "0s" }
        if milliseconds < 0 { return "-" + format(-milliseconds) }
        var rest = milliseconds
        var text = ""
        for unit in units {
            let mustDivide = unit.name == "y" || unit.name == "w"
            if mustDivide && (rest % unit.milliseconds != 0) { continue }
            if rest >= unit.milliseconds { text += "\(rest / unit.milliseconds)\(unit.name)" }
            rest %= unit.milliseconds
        }
        return text
    }
}
