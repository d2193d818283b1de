/// A number as a metric has it: also infinite, not a number, or the marker that says the series ended.
///
/// JSON has no such numbers: those are stored as the texts `+Inf`, `-Inf`, `NaN` and `stale`.
public struct MetricNumber: Hashable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public let value: Double

    public init(_ value: Double) { self.value = value }
    public init(floatLiteral value: Double) { self.value = value }
    public init(integerLiteral value: Int) { self.value = Double(value) }

    /// The bit pattern that means "no more samples" (Prometheus' stale marker).
    public static let stale = MetricNumber(Double(bitPattern: 0x7ff0_0000_0000_0002))

    public static func == (left: MetricNumber, right: MetricNumber) -> Bool {
        left.value.bitPattern == right.value.bitPattern
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(value.bitPattern) }

    /// As it is stored.
    public var json: JSON {
        if value.isFinite { return .double(value) }
        if self == .stale { return "stale" }
        return value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf"
    }

    /// - Throws: where `json` is neither a number nor one of the four texts.
    public init(_ json: JSON?) throws {
        if let number = json?.number {
            value = number
            return
        }
        switch json?.string {
        case "stale": self = .stale
        case "NaN": value = .nan
        case "+Inf": value = .infinity
        case "-Inf": value = -.infinity
        default: throw JSONFieldError(key: "value")
        }
    }
}
