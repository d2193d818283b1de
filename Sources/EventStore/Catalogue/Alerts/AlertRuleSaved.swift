/// A rule was made or changed: the whole rule as it is from now on.
///
/// Stream `rule-<name>`. Who did it is the envelope's principal.
public struct AlertRuleSaved: ObjectEvent {
    public static let type: EventType = "alert.rule_saved"
    public static let version = 2

    /// What the rule is called in this log; unique.
    public var name: String
    /// The alert's name where it is not the rule's, as in rule files that use one twice.
    public var alert: String?
    /// The metric that a recording rule makes; nil for a rule that alerts.
    public var record: String?

    /// The simple form of the reference API: `mcp.operations.error` and so on; empty for a rule written as PromQL.
    public var metric: String
    /// An operator (`>`, `<`, `>=`, `<=`, `==`, `!=`), a space and a number; empty for a rule written as PromQL.
    public var condition: String
    /// Seconds that a counter or histogram of the simple form looks back; nil for the default.
    public var window: Double?
    /// The share of a histogram's quantile, where the metric's name does not say it.
    public var quantile: Double?
    /// Matchers such as `tool="create_video"` that narrow the metric of the simple form.
    public var filters: [String]

    /// PromQL; empty in rules saved before there was any, for which it follows from `metric` and `condition`.
    public var expr: String
    /// Seconds the condition must hold before the alert fires.
    public var duration: Double
    /// Seconds that an alert goes on firing after its condition ceased to hold.
    public var keepFiringFor: Double
    /// Seconds for which a fired alert notifies nobody again.
    public var cooldown: Double
    /// `critical`, `warning` or `info`, or whatever a rule file's label says.
    public var severity: String
    public var enabled: Bool
    /// Templates of the labels and annotations that alerts get besides those of their series.
    public var labels: [String: String]
    public var annotations: [String: String]
    /// What an absence of data means: `ok`, `alerting`, `no_data` or `keep_last`.
    public var noData: String

    /// The group of a rule file; its rules are evaluated in order, every `interval` seconds (nil: at each tick), and
    /// have at most `limit` alerts (nil: no limit).
    public var group: String?
    public var interval: Double?
    public var limit: Int?
    /// The service level objective that the rule was made for.
    public var objective: JSONObject?
    /// Why it was changed.
    public var reason: String?

    public init(
        name: String, metric: String = "", condition: String = "", duration: Double, cooldown: Double = 0,
        severity: String, enabled: Bool = true, expr: String = ""
    ) {
        self.name = name
        self.metric = metric
        self.condition = condition
        self.duration = duration
        self.cooldown = cooldown
        self.severity = severity
        self.enabled = enabled
        self.expr = expr
        filters = []
        keepFiringFor = 0
        labels = [:]
        annotations = [:]
        noData = "ok"
    }
}

extension AlertRuleSaved {
    public static func read(_ object: JSONObject) throws -> AlertRuleSaved {
        var rule = AlertRuleSaved(
            name: try object.text("name"), metric: try object.optionalText("metric") ?? "",
            condition: try object.optionalText("condition") ?? "", duration: try object.number("duration"),
            cooldown: try object.number("cooldown"), severity: try object.text("severity"),
            enabled: try object.flag("enabled"), expr: try object.optionalText("expr") ?? "")
        rule.alert = try object.optionalText("alert")
        rule.record = try object.optionalText("record")
        rule.window = try object.optionalNumber("window")
        rule.quantile = try object.optionalNumber("quantile")
        rule.filters = try object.list("filters")
        rule.keepFiringFor = try object.optionalNumber("keep_firing_for") ?? 0
        rule.labels = try object.texts("labels")
        rule.annotations = try object.texts("annotations")
        rule.noData = try object.optionalText("no_data") ?? "ok"
        rule.group = try object.optionalText("group")
        rule.interval = try object.optionalNumber("interval")
        rule.limit = try object.optionalInt("limit")
        rule.objective = object["objective"]?.object
        rule.reason = try object.optionalText("reason")
        return rule
    }

    public var object: JSONObject {
        var object: JSONObject = ["name": .string(name)]
        object.put("alert", alert)
        object.put("record", record)
        object.put("metric", metric)
        object.put("condition", condition)
        object.put("window", window)
        if let quantile { object["quantile"] = .double(quantile) }
        object.put("filters", filters)
        object.put("expr", expr)
        object["duration"] = .double(duration)
        object.put("keep_firing_for", keepFiringFor)
        object["cooldown"] = .double(cooldown)
        object["severity"] = .string(severity)
        object["enabled"] = .bool(enabled)
        object.put("labels", labels)
        object.put("annotations", annotations)
        object["no_data"] = .string(noData)
        object.put("group", group)
        object.put("interval", interval)
        if let limit { object["limit"] = .int(limit) }
        if let objective { object["objective"] = .object(objective) }
        object.put("reason", reason)
        return object
    }

    /// Before version 2 there was the simple form alone, and no data was as good as a condition that does not hold.
    static let upcaster = Upcaster(type, from: 1) { json in
        guard var object = json.object else { return json }
        object["no_data"] = "ok"
        return .object(object)
    }
}
