/// The condition held for the rule's duration.
public struct AlertFired: ObjectEvent {
    public static let type: EventType = "alert.fired"
    public static let version = 2
    public let alert: AlertIdentity
    public let annotations: [String: String]
    /// The rule's own words for what it watches: those of the simple form, or the expression.
    public let metric: String
    public let condition: String
    public let severity: String
    public let value: Double
    public let since: Timestamp
    public let ruleVersion: Position?
    /// Positions of the events that made the value what it is, the latest last (bounded).
    public let evidence: [Position]
    /// The traces of those events, each once, the latest last.
    public let traces: [String]

    public var rule: String { alert.rule }

    public init(
        alert: AlertIdentity, annotations: [String: String], metric: String, condition: String, severity: String,
        value: Double, since: Timestamp, ruleVersion: Position?, evidence: [Position] = [], traces: [String] = []
    ) {
        self.alert = alert
        self.annotations = annotations
        self.metric = metric
        self.condition = condition
        self.severity = severity
        self.value = value
        self.since = since
        self.ruleVersion = ruleVersion
        self.evidence = evidence
        self.traces = traces
    }

    public init(
        rule: String, metric: String, condition: String, severity: String, value: Double, since: Timestamp,
        evidence: [Position]
    ) {
        self.init(
            alert: AlertIdentity(rule: rule), annotations: [:], metric: metric, condition: condition,
            severity: severity, value: value, since: since, ruleVersion: nil, evidence: evidence)
    }

    public static func read(_ object: JSONObject) throws -> AlertFired {
        AlertFired(
            alert: try .read(object), annotations: try object.texts("annotations"), metric: try object.text("metric"),
            condition: try object.text("condition"), severity: try object.text("severity"),
            value: try object.value("value").anyNumber, since: try object.moment("since"),
            ruleVersion: try object.optionalPosition("rule_version"), evidence: try object.positions("evidence"),
            traces: try object.list("traces"))
    }

    public var object: JSONObject {
        var object = alert.object
        object.put("annotations", annotations)
        object["metric"] = .string(metric)
        object["condition"] = .string(condition)
        object["severity"] = .string(severity)
        object["value"] = .anyNumber(value)
        object["since"] = .string(since.iso8601)
        if let ruleVersion { object["rule_version"] = .int(Int(ruleVersion.value)) }
        object.put("evidence", evidence)
        object.put("traces", traces)
        return object
    }
}
