/// Times that come again, in UTC: such as weekdays from 9 to 17 o'clock.
///
/// Each list that is not empty must hold.
public struct TimeWindow: Equatable, Sendable {
    /// Minutes of the day, from the first to before the last.
    public var minutes: [Range<Int>] = []
    /// 0 is Sunday.
    public var weekdays: [ClosedRange<Int>] = []
    /// From 1; negative ones count from the month's end.
    public var days: [ClosedRange<Int>] = []
    /// From 1.
    public var months: [ClosedRange<Int>] = []

    public init() {}

    /// - Parameter seconds: since 1970.
    func contains(_ seconds: Double) -> Bool {
        let whole = Int(seconds.rounded(.down))
        let (day, second) = (Self.floored(whole, by: 86_400), whole - Self.floored(whole, by: 86_400) * 86_400)
        let (year, month, dayOfMonth) = Self.civil(day)
        let weekday = ((day + 4) % 7 + 7) % 7
        let fromEnd = dayOfMonth - Self.length(year, month) - 1
        return Self.holds(minutes.map { $0.contains(second / 60) })
            && Self.holds(weekdays.map { $0.contains(weekday) })
            && Self.holds(days.map { $0.contains(dayOfMonth) || $0.contains(fromEnd) })
            && Self.holds(months.map { $0.contains(month) })
    }

    private static func holds(_ any: [Bool]) -> Bool { any.isEmpty || any.contains(true) }

    private static func floored(_ value: Int, by unit: Int) -> Int { (value - (value < 0 ? unit - 1 : 0)) / unit }

    /// Year, month and day of a day since 1970; years begin in March in between.
    private static func civil(_ day: Int) -> (Int, Int, Int) {
        let shifted = day + 719_468
        let era = floored(shifted, by: 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let place = (5 * ofYear + 2) / 153
        let month = place < 10 ? place + 3 : place - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * place + 2) / 5 + 1)
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
