/// Moments as ISO 8601 text in UTC with a number of decimals (`2026-11-25T03:29:57.123456Z`) and as nanoseconds.
///
/// Keeps the last day it met: moments of a column are mostly of one.
struct MomentText {
    private var day: Int64 = .min
    /// The text of that day, `YYYY-MM-DD`.
    private var date: [UInt8] = []

    /// The count of bytes of a text without decimals.
    private static let wholeCount = 20
    static let room = 32
    private static let secondsADay: Int64 = 86_400
    /// What nanoseconds can count: 1677 to 2262.
    private static let days = (-106_751 as Int64)...106_750

    /// The decimals of a text of that length; nil where it cannot be a moment.
    static func decimals(forCount count: Int) -> Int? {
        if count == wholeCount { return 0 }
        return (22...30).contains(count) ? count - 21 : nil
    }

    /// Nil for any text that ``write(_:decimals:to:)`` would not give back.
    mutating func parse(_ text: UnsafeBufferPointer<UInt8>, decimals: Int) -> Int64? {
        guard text.count == Self.wholeCount + (decimals > 0 ? decimals + 1 : 0),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text[text.count - 1] == UInt8(ascii: "Z"), decimals == 0 || text[19] == UInt8(ascii: "."),
            findDay(text), let hour = Self.number(text, 11, 2), let minute = Self.number(text, 14, 2),
            let second = Self.number(text, 17, 2), hour < 24, minute < 60, second < 60,
            let fraction = decimals == 0 ? 0 : Self.number(text, 20, decimals)
        else { return nil }
        let seconds = day * Self.secondsADay + hour * 3600 + minute * 60 + second
        return seconds * 1_000_000_000 + fraction * NumberText.powers[9 - decimals]
    }

    private mutating func findDay(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if date.count == 10, (0..<10).allSatisfy({ date[$0] == text[$0] }) { return true }
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), let year = Self.number(text, 0, 4),
            let month = Self.number(text, 5, 2), let inMonth = Self.number(text, 8, 2)
        else { return false }
        let found = Timestamp.days(year: year, month: month, day: inMonth)
        guard Self.days.contains(found), Timestamp.civil(fromDays: found) == (year, month, inMonth) else {
            return false
        }
        day = found
        date = Array(text[0..<10])
        return true
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for place in start..<start + count {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// Writes a moment; gives the count of bytes.
    ///
    /// - Parameter output: has ``room``.
    mutating func write(_ nanoseconds: Int64, decimals: Int, to output: UnsafeMutablePointer<UInt8>) -> Int {
        let (seconds, rest) = Self.floored(nanoseconds, by: 1_000_000_000)
        let (days, inDay) = Self.floored(seconds, by: Self.secondsADay)
        if days != day || date.count != 10 { setDay(days) }
        for place in 0..<10 { output[place] = date[place] }
        output[10] = UInt8(ascii: "T")
        NumberText.fixed(UInt64(inDay / 3600), width: 2, to: output + 11)
        output[13] = UInt8(ascii: ":")
        NumberText.fixed(UInt64(inDay / 60 % 60), width: 2, to: output + 14)
        output[16] = UInt8(ascii: ":")
        NumberText.fixed(UInt64(inDay % 60), width: 2, to: output + 17)
        guard decimals > 0 else {
            output[19] = UInt8(ascii: "Z")
            return 20
        }
        output[19] = UInt8(ascii: ".")
        NumberText.fixed(UInt64(rest / NumberText.powers[9 - decimals]), width: decimals, to: output + 20)
        output[20 + decimals] = UInt8(ascii: "Z")
        return 21 + decimals
    }

    private mutating func setDay(_ days: Int64) {
        day = days
        let (year, month, inMonth) = Timestamp.civil(fromDays: days)
        date = Array(repeating: UInt8(ascii: "-"), count: 10)
        date.withUnsafeMutableBufferPointer { date in
            guard let start = date.baseAddress else { return }
            NumberText.fixed(UInt64(clamping: year), width: 4, to: start)
            NumberText.fixed(UInt64(clamping: month), width: 2, to: start + 5)
            NumberText.fixed(UInt64(clamping: inMonth), width: 2, to: start + 8)
        }
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}
