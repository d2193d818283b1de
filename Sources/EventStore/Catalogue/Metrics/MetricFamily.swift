/// One metric and its points at a moment: what OpenMetrics calls a family and OTLP a metric.
public struct MetricFamily: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Only grows, or starts again at zero.
        case counter
        case gauge, histogram, summary
    }

    /// As the source calls it, such as `mcp.server.operation.duration`; dots are welcome.
    public let name: String
    public let kind: Kind
    /// In UCUM, such as `s`, `By` or `1`; empty for none.
    public let unit: String
    public let help: String
    /// Whether each point counts only what came since the point before (OTLP's delta temporality).
    public let isDelta: Bool
    public let points: [MetricPoint]

    public init(
        name: String, kind: Kind, unit: String = "", help: String = "", isDelta: Bool = false, points: [MetricPoint]
    ) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
        self.isDelta = isDelta
        self.points = points
    }
}

extension MetricFamily {
    var json: JSON {
        var pairs: [(String, JSON)] = [("name", .string(name)), ("kind", .string(kind.rawValue))]
        if !unit.isEmpty { pairs.append(("unit", .string(unit))) }
        if !help.isEmpty { pairs.append(("help", .string(help))) }
        if isDelta { pairs.append(("delta", true)) }
        pairs.append(("points", .array(points.map(\.json))))
        return .object(JSONObject(pairs))
    }

    init(_ object: JSONObject) throws {
        name = try object.text("name")
        guard let kind = Kind(rawValue: try object.text("kind")) else { throw JSONFieldError(key: "kind") }
        self.kind = kind
        unit = try object.optionalText("unit") ?? ""
        help = try object.optionalText("help") ?? ""
        isDelta = object["delta"] == true
        points = try (object["points"]?.array ?? []).map { try MetricPoint($0.object ?? [:]) }
    }

    /// The families in a member of a stored object.
    static func list(_ json: JSON?) throws -> [MetricFamily] {
        try (json?.array ?? []).map { try MetricFamily($0.object ?? [:]) }
    }
}
