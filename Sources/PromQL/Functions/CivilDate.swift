/// A time as date and time of day in UTC.
struct CivilDate {
    let year: Int
    let month: Int
    let day: Int
    /// 0 is the first of January.
    let dayOfYear: Int
    /// 0 is Sunday.
    let weekday: Int
    let hour: Int
    let minute: Int

    /// Seconds since 1970; fractions are cut off.
    ///
    /// Nil where no date can be reckoned.
    init?(_ seconds: Double) {
        guard seconds.magnitude < 9e18 else { return nil }
        self.init(Int(seconds))
    }

    init(_ seconds: Int) {
        var (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
        hour = rest / 3600
        minute = rest % 3600 / 60
        weekday = ((days + 4) % 7 + 7) % 7
        // Years of 400 beginning in March have the leap day last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayFromMarch + 2) / 153
        day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        dayOfYear = (1..<month).reduce(0) { [year] in $0 + Self.days(inMonth: $1, of: year) } + day - 1
    }

    var daysInMonth: Int { Self.days(inMonth: month, of: year) }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
