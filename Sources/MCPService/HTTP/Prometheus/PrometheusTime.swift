import EventStore
import PromQL

/// Moments and lengths of time as the Prometheus API takes and gives them.
enum PrometheusTime {
    /// Beyond these, in seconds, a time cannot be counted in milliseconds by everybody.
    private static let seconds = -9_223_372_036_854_775.0...9_223_372_036_854_775.0

    static func parse(_ text: String) -> Int64? {
        if let number = Double(text) {
            return seconds.contains(number) ? Int64((number * 1000).rounded()) : nil
        }
        return Timestamp(iso8601: text).map(milliseconds)
    }

    static func duration(_ text: String) -> Int64? {
        if let number = Double(text) {
            return seconds.contains(number) ? Int64((number * 1000).rounded()) : nil
        }
        return try? DurationText.parse(text)
    }

    static func milliseconds(_ time: Timestamp) -> Int64 { time.nanoseconds / 1_000_000 }

    /// Seconds, with three decimals where they are not whole: `1435781451.781`.
    static func write(_ milliseconds: Int64, to bytes: inout [UInt8]) {
        if milliseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = milliseconds.magnitude
        bytes.append(decimal: magnitude / 1000)
        let fraction = magnitude % 1000
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        for digit in [fraction / 100, fraction / 10 % 10, fraction % 10] { bytes.append(48 + UInt8(digit)) }
    }
}
