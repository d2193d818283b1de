extension Timestamp {
    /// The moment as ISO 8601 in UTC with microseconds: `2026-11-25T03:29:57.123456Z`.
    public var iso8601: String {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let micros = (rest < 0 ? rest + 1_000_000_000 : rest) / 1000
        let whole = rest < 0 ? seconds - 1 : seconds
        let days = whole >= 0 ? whole / 86_400 : -((-whole + 86_399) / 86_400)
        let inDay = whole - days * 86_400
        let (year, month, day) = Self.civil(fromDays: days)
        var text = [UInt8]()
        text.reserveCapacity(27)
        Self.append(year, width: 4, to: &text)
        for (mark, value) in [(UInt8(ascii: "-"), month), (UInt8(ascii: "-"), day), (UInt8(ascii: "T"), inDay / 3600)] {
            text.append(mark)
            Self.append(value, width: 2, to: &text)
        }
        for value in [inDay / 60 % 60, inDay % 60] {
            text.append(UInt8(ascii: ":"))
            Self.append(value, width: 2, to: &text)
        }
        text.append(UInt8(ascii: "."))
        Self.append(micros, width: 6, to: &text)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`; nil for anything else, and for years that nanoseconds
    /// cannot reach (before 1678, after 2262).
    public init?(iso8601 text: String) {
        var scanner = Scanner(bytes: Array(text.utf8)[...])
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("T"), let hour = scanner.number(2), scanner.skip(":"),
            let minute = scanner.number(2), scanner.skip(":"), let second = scanner.number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60,
            let fraction = scanner.fraction(), let offset = scanner.offset(), scanner.bytes.isEmpty
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        let (whole, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (nanoseconds, isBeyond) = whole.addingReportingOverflow(fraction)
        guard !isTooFar, !isBeyond else { return nil }
        self.init(nanoseconds: nanoseconds)
    }

    // Days to civil date and back: Howard Hinnant's algorithms for the proleptic Gregorian calendar.
    static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func append(_ value: Int64, width: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    private struct Scanner {
        var bytes: ArraySlice<UInt8>

        mutating func number(_ width: Int) -> Int64? {
            let digits = bytes.prefix(width)
            guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
            bytes = bytes.dropFirst(width)
            return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
        }

        mutating func skip(_ mark: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: mark) else { return false }
            bytes = bytes.dropFirst()
            return true
        }

        /// Nanoseconds; digits past the ninth are dropped.
        mutating func fraction() -> Int64? {
            guard skip(".") else { return 0 }
            let digits = bytes.prefix { (48...57).contains($0) }
            guard !digits.isEmpty else { return nil }
            bytes = bytes.dropFirst(digits.count)
            let nine = Array(digits.prefix(9)) + Array(repeating: 48, count: max(0, 9 - digits.count))
            return nine.reduce(0) { $0 * 10 + Int64($1 - 48) }
        }

        /// Seconds east of UTC.
        mutating func offset() -> Int64? {
            if skip("Z") { return 0 }
            let sign: Int64 = skip("+") ? 1 : (skip("-") ? -1 : 0)
            guard sign != 0, let hours = number(2), skip(":"), let minutes = number(2) else { return nil }
            return sign * (hours * 3600 + minutes * 60)
        }
    }
}
