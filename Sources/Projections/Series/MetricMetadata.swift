/// What a metric is, in the words of Prometheus' metadata.
public struct MetricMetadata: Codable, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case counter, gauge, histogram, summary, info, unknown
    }

    public let kind: Kind
    public let help: String
    /// As the source gave it, in UCUM such as `s` or `By`; empty for none.
    public let unit: String

    public init(kind: Kind, help: String = "", unit: String = "") {
        self.kind = kind
        self.help = help
        self.unit = unit
    }
}
