/// Moments in a query: how they may be written, and where a comparison with one ends in nanoseconds.
enum TimeBound {
    /// Reads a day or a moment, ISO 8601 or as SQLite's `datetime()` writes it (a blank for the T, no zone: UTC).
    ///
    /// A year beyond what nanoseconds in 64 bits can hold counts as the first or last moment of those.
    static func parse(_ text: String) -> Timestamp? {
        var bytes = Array(text.utf8)
        guard bytes.count >= 10 else { return nil }
        if bytes.count == 10 { bytes += Array("T00:00:00Z".utf8) }
        if bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
        let clock = bytes[11...]
        let zone = clock.firstIndex { [UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains($0) }
        let hasSeconds = clock[..<(zone ?? clock.endIndex)].count { $0 == UInt8(ascii: ":") } == 2
        if !hasSeconds { bytes.insert(contentsOf: ":00".utf8, at: zone ?? bytes.endIndex) }
        if zone == nil { bytes.append(UInt8(ascii: "Z")) }
        return clamped(bytes)
    }

    private static func clamped(_ bytes: [UInt8]) -> Timestamp? {
        guard let year = Int(String(decoding: bytes[..<4], as: UTF8.self)), !years.contains(year) else {
            return Timestamp(iso8601: String(decoding: bytes, as: UTF8.self))
        }
        let inRange = Array("2000".utf8) + bytes[4...]
        guard Timestamp(iso8601: String(decoding: inRange, as: UTF8.self)) != nil else { return nil }
        return year < years.lowerBound ? earliest : latest
    }

    /// The years that lie wholly within what a timestamp holds.
    static let years = 1678...2261
    private static let earliest = Timestamp(nanoseconds: .min / 1000 * 1000)
    private static let latest = Timestamp(nanoseconds: .max / 1000 * 1000 - 1000)

    /// The column shows whole microseconds, so a comparison with `moment` is one with those.
    ///
    /// - Returns: The nanoseconds that hold, both ends inclusive; either may lie beyond all times.
    static func range(_ comparison: EventsPlan.Comparison, _ moment: Timestamp) -> ClosedRange<Int64>? {
        let value = moment.nanoseconds
        let floor = value - modulo(value)
        let isWhole = floor == value
        // The first nanosecond that shows as later than `moment`, and as no earlier than it.
        let later = floor + 1000
        let from = isWhole ? value : later
        switch comparison {
        case .equal: return isWhole ? value...(later - 1) : nil
        case .greater: return later...Int64.max
        case .greaterOrEqual: return from...Int64.max
        case .less: return from == .min ? nil : Int64.min...(from - 1)
        case .lessOrEqual: return Int64.min...(later - 1)
        case .glob, .anyOf: return nil
        }
    }

    private static func modulo(_ value: Int64) -> Int64 {
        let rest = value % 1000
        return rest < 0 ? rest + 1000 : rest
    }
}

extension Timestamp {
    /// Reads a day or a moment: ISO 8601, with a blank for the T and without a zone (UTC) where need be.
    public init?(moment text: String) {
        guard let time = TimeBound.parse(text) else { return nil }
        self = time
    }
}
