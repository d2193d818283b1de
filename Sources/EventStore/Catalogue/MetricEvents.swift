/// Measurements, many in one event.
public enum MetricEvents {
    public static let page: [any Event.Type] = [MetricsSampled.self, MetricsReceived.self]
}

/// What the process measured of itself at one moment; also the tick on which time-based folds move on.
///
/// Stream `metrics-<instance>`.
public struct MetricsSampled: Event {
    public static let type: EventType = "metrics.sampled"
    /// Value by metric name, such as `process.cpu.seconds` (a running total) or `process.memory.bytes`.
    public let values: [String: Double]
    /// What the libraries in the process measured, with labels.
    public let families: [MetricFamily]

    public init(values: [String: Double], families: [MetricFamily] = []) {
        self.values = values
        self.families = families
    }

    public init(from decoder: any Decoder) throws { self = try Self.read(try JSONObject(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try object.encode(to: encoder) }
    public func write(to writer: inout JSONObjectWriter) { writer.add(object) }

    public static func read(_ object: JSONObject) throws -> MetricsSampled {
        guard case .object(let values)? = object["values"] else { throw JSONFieldError(key: "values") }
        var numbers: [String: Double] = [:]
        for member in values.members {
            if let number = member.value.number { numbers[member.key] = number }
        }
        return MetricsSampled(values: numbers, families: try MetricFamily.list(object["families"]))
    }

    private var object: JSONObject {
        let pairs = values.sorted { $0.key < $1.key }.map { ($0.key, JSON.double($0.value)) }
        var members: [(String, JSON)] = [("values", .object(JSONObject(pairs)))]
        if !families.isEmpty { members.append(("families", .array(families.map(\.json)))) }
        return JSONObject(members)
    }
}

/// What another process measured and sent here.
///
/// Stream `metrics-<service>`.
public struct MetricsReceived: Event {
    public static let type: EventType = "metrics.received"
    /// What measured: OpenTelemetry's resource attributes, such as `service.name`.
    public let resource: JSONObject
    public let families: [MetricFamily]

    public init(resource: JSONObject, families: [MetricFamily]) {
        self.resource = resource
        self.families = families
    }

    public init(from decoder: any Decoder) throws { self = try Self.read(try JSONObject(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try object.encode(to: encoder) }
    public func write(to writer: inout JSONObjectWriter) { writer.add(object) }

    public static func read(_ object: JSONObject) throws -> MetricsReceived {
        MetricsReceived(
            resource: object["resource"]?.object ?? [:], families: try MetricFamily.list(object["families"]))
    }

    private var object: JSONObject {
        JSONObject([("resource", .object(resource)), ("families", .array(families.map(\.json)))])
    }
}
