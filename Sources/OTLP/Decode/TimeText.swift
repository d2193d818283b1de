import EventStore

/// Writes moments in ISO 8601; most lie in the second of the one before, so only their fraction is new.
struct TimeText {
    private var second = Int64.min
    /// The text up to the fraction, such as `2026-11-25T03:29:57.` in UTF-8.
    private var start: [UInt8] = []

    /// Appends the moment in quotes: with nine digits of a second where microseconds do not do.
    mutating func write(nanoseconds: Int64, to text: inout JSONBytes) {
        let moment = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if moment.quotient != second {
            second = moment.quotient
            start = Array(Timestamp(nanoseconds: second * 1_000_000_000).iso8601.utf8.prefix(20))
        }
        text.raw("\"")
        text.raw(start)
        if moment.remainder % 1000 == 0 {
            text.digits(UInt64(moment.remainder / 1000), width: 6)
        } else {
            text.digits(UInt64(moment.remainder), width: 9)
        }
        text.raw("Z\"")
    }

    /// A time as OTLP has it; nil for none, and for what lies beyond the year 2262.
    static func nanoseconds(_ value: UInt64) -> Int64? {
        guard value > 0 else { return nil }
        return Int64(exactly: value)
    }
}
