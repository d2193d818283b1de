/// Measurements of the process itself, many in one event an interval.
///
/// Stream `metrics-<instance>`.
public enum MetricEvents {
    public static let page: [any Event.Type] = [MetricsSampled.self]
}

/// What the process measured of itself at one moment; also the tick on which time-based folds move on.
public struct MetricsSampled: Event {
    public static let type: EventType = "metrics.sampled"
    /// Value by metric name, such as `process.cpu.seconds` (a running total) or `process.memory.bytes`.
    public let values: [String: Double]

    public init(values: [String: Double]) { self.values = values }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self).decode(JSONObject.self, forKey: .values)
        values = Dictionary(
            uniqueKeysWithValues: object.members.compactMap { member in
                member.value.number.map { (member.key, $0) }
            })
    }

    public func encode(to encoder: any Encoder) throws {
        let pairs = values.sorted { $0.key < $1.key }.map { ($0.key, JSON.double($0.value)) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(JSONObject(pairs), forKey: .values)
    }

    enum CodingKeys: String, CodingKey { case values }
}
