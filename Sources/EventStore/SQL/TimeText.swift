/// Writes times as ISO 8601 into one buffer; consecutive events share all but the microseconds.
struct TimeText {
    private var second = Int64.min
    private(set) var bytes = Array(repeating: UInt8(0), count: 27)

    mutating func set(_ time: Timestamp) {
        var (second, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if rest < 0 { (second, rest) = (second - 1, rest + 1_000_000_000) }
        guard second == self.second else {
            self.second = second
            bytes = Array(time.iso8601.utf8)
            return
        }
        var micros = rest / 1000
        for index in stride(from: 25, to: 19, by: -1) {
            bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: micros % 10)
            micros /= 10
        }
    }
}
