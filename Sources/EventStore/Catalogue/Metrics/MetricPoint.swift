/// What a metric was for one set of labels at one moment.
public struct MetricPoint: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        /// A counter's total or a gauge's reading.
        case number(MetricNumber)
        /// `counts` has one count for each bound (inclusive, ascending) and one for the rest; not cumulative.
        case histogram(count: Double, sum: MetricNumber?, bounds: [Double], counts: [Double])
        /// Pairs of a share from 0 to 1 and the value below which it lies.
        case summary(count: Double, sum: MetricNumber, quantiles: [Quantile])
    }

    public struct Quantile: Hashable, Sendable {
        public let share: Double
        public let value: MetricNumber

        public init(share: Double, value: MetricNumber) {
            self.share = share
            self.value = value
        }
    }

    /// In the order in which the source gave them; values are texts.
    public let labels: JSONObject
    /// When it was measured; nil for the event's own time.
    public let time: Timestamp?
    /// Since when a total has been counted; nil where it is not known.
    public let start: Timestamp?
    public let value: Value
    public let exemplars: [MetricExemplar]

    public init(
        labels: JSONObject = [:], time: Timestamp? = nil, start: Timestamp? = nil, value: Value,
        exemplars: [MetricExemplar] = []
    ) {
        self.labels = labels
        self.time = time
        self.start = start
        self.value = value
        self.exemplars = exemplars
    }
}

extension MetricPoint {
    var json: JSON {
        var pairs: [(String, JSON)] = []
        if !labels.members.isEmpty { pairs.append(("labels", .object(labels))) }
        if let time { pairs.append(("time", .string(time.iso8601))) }
        if let start { pairs.append(("start", .string(start.iso8601))) }
        switch value {
        case .number(let number): pairs.append(("value", number.json))
        case .histogram(let count, let sum, let bounds, let counts):
            pairs.append(("count", .double(count)))
            if let sum { pairs.append(("sum", sum.json)) }
            pairs.append(("bounds", .array(bounds.map(JSON.double))))
            pairs.append(("counts", .array(counts.map(JSON.double))))
        case .summary(let count, let sum, let quantiles):
            pairs.append(("count", .double(count)))
            pairs.append(("sum", sum.json))
            pairs.append(("quantiles", .array(quantiles.map { .array([.double($0.share), $0.value.json]) })))
        }
        if !exemplars.isEmpty { pairs.append(("exemplars", .array(exemplars.map(\.json)))) }
        return .object(JSONObject(pairs))
    }

    init(_ object: JSONObject) throws {
        labels = object["labels"]?.object ?? [:]
        time = try object["time"].map { _ in try object.moment("time") }
        start = try object["start"].map { _ in try object.moment("start") }
        value = try Self.value(of: object)
        exemplars = try (object["exemplars"]?.array ?? []).map { try MetricExemplar($0.object ?? [:]) }
    }

    private static func value(of object: JSONObject) throws -> Value {
        if object["value"] != nil { return .number(try MetricNumber(object["value"])) }
        let count = try object.number("count")
        let sum = try object["sum"].map { try MetricNumber($0) }
        if let quantiles = object["quantiles"]?.array {
            return .summary(count: count, sum: sum ?? 0, quantiles: try quantiles.map(quantile))
        }
        let bounds = (object["bounds"]?.array ?? []).compactMap(\.number)
        let counts = (object["counts"]?.array ?? []).compactMap(\.number)
        guard counts.count == bounds.count + 1 || counts.isEmpty else { throw JSONFieldError(key: "counts") }
        return .histogram(count: count, sum: sum, bounds: bounds, counts: counts)
    }

    private static func quantile(_ json: JSON) throws -> Quantile {
        guard let pair = json.array, pair.count == 2, let share = pair[0].number else {
            throw JSONFieldError(key: "quantiles")
        }
        return Quantile(share: share, value: try MetricNumber(pair[1]))
    }
}
