/// What a metric is, in the words of Prometheus' metadata.
public struct MetricMetadata: Codable, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case counter, gauge, histogram, summary, info, unknown
    }

    /// As queries call it; of a histogram or summary without `_bucket`, `_sum` and `_count`.
    public let name: String
    public let kind: Kind
    public let help: String
    /// As the source gave it, in UCUM such as `s` or `By`; empty for none.
    public let unit: String

    public init(name: String, kind: Kind, help: String = "", unit: String = "") {
        self.name = name
        self.kind = kind
        self.help = help
        self.unit = unit
    }

    /// The kind as Prometheus writes it.
    public var type: String { kind.rawValue }
}
