public import EventStore
import PromQL

extension AlertRule {
    private static let simpleFields = [
        "name", "metric", "condition", "duration", "cooldown", "severity", "enabled", "filters", "window", "quantile",
        "labels", "annotations", "no_data", "keep_firing_for", "reason",
    ]
    private static let expressionFields = [
        "name", "alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations", "group", "interval",
        "limit", "cooldown", "severity", "enabled", "no_data", "reason",
    ]

    /// Reads a rule as clients write it.
    ///
    /// In the simple form `name`, `metric` and `condition` are required; with `expr` it is a rule as in Prometheus'
    /// files, with `alert`, `record` or `name`. Times are seconds, or texts such as `5m`.
    public init(json: JSON) throws(AlertRuleError) {
        guard let object = json.object else {
            throw AlertRuleError("rule", "must be an object, not \(json.typeName)")
        }
        let isSimple = object["expr"] == nil
        let fields = isSimple ? Self.simpleFields : Self.expressionFields
        if let unknown = object.keys.first(where: { !fields.contains($0) }) {
            throw AlertRuleError(unknown, "is unknown; known are \(fields.joined(separator: ", "))")
        }
        let reader = RuleFields(object: object)
        try self.init(isSimple ? reader.simple() : reader.expression())
    }

    /// The rule in the form in which it was written, with its expression and what that means.
    public var json: JSON {
        var object = saved.object
        object["expr"] = .string(expr)
        object["form"] = .string(watched == nil ? "prometheus" : "simple")
        if let watched {
            object["meaning"] = .string(
                watched.meaning(window: saved.window ?? AlertMetric.window, quantile: saved.quantile)
                    + " \(saved.condition)")
        }
        return .object(object)
    }
}

/// Reads the fields of a rule one by one.
private struct RuleFields {
    let object: JSONObject

    func simple() throws(AlertRuleError) -> AlertRuleSaved {
        var rule = AlertRuleSaved(
            name: try text("name"), metric: try text("metric"), condition: try text("condition"),
            duration: try seconds("duration") ?? 300, cooldown: try seconds("cooldown") ?? 300,
            severity: object["severity"] == nil ? "warning" : try text("severity"),
            enabled: try flag("enabled") ?? true)
        rule.window = try seconds("window")
        rule.quantile = try number("quantile")
        rule.filters = try filters()
        try addCommon(&rule)
        return rule
    }

    func expression() throws(AlertRuleError) -> AlertRuleSaved {
        let alert = object["alert"] == nil ? nil : try text("alert")
        let record = object["record"] == nil ? nil : try text("record")
        guard alert == nil || record == nil else {
            throw AlertRuleError("record", "'alert' and 'record' exclude each other")
        }
        let name: String
        if object["name"] == nil, let known = alert ?? record { name = known } else { name = try text("name") }
        let labels = try texts("labels")
        var rule = AlertRuleSaved(
            name: name, duration: try seconds("for") ?? 0, cooldown: try seconds("cooldown") ?? 0,
            severity: object["severity"] == nil ? labels["severity"] ?? "" : try text("severity"),
            enabled: try flag("enabled") ?? true, expr: try text("expr"))
        rule.alert = alert == name ? nil : alert
        rule.record = record
        rule.group = object["group"] == nil ? nil : try text("group")
        rule.interval = try seconds("interval")
        rule.limit = try number("limit").map { Int($0) }
        try addCommon(&rule)
        return rule
    }

    private func addCommon(_ rule: inout AlertRuleSaved) throws(AlertRuleError) {
        rule.labels = try texts("labels")
        rule.annotations = try texts("annotations")
        rule.keepFiringFor = try seconds("keep_firing_for") ?? 0
        rule.noData = object["no_data"] == nil ? "ok" : try text("no_data")
        rule.reason = object["reason"] == nil ? nil : try text("reason")
    }

    /// An object of names and values that must be equal, or a list of matchers.
    private func filters() throws(AlertRuleError) -> [String] {
        guard let value = object["filters"] else { return [] }
        if let items = value.array {
            let matchers = items.compactMap(\.string)
            guard matchers.count == items.count else { throw AlertRuleError("filters", "must hold strings") }
            return matchers
        }
        return try texts("filters").sorted { $0.key < $1.key }.map { Matcher($0.key, equals: $0.value).description }
    }

    private func text(_ key: String) throws(AlertRuleError) -> String {
        guard let value = object[key] else { throw AlertRuleError(key, "is missing") }
        guard let text = value.string else { throw AlertRuleError(key, "must be a string, not \(value.typeName)") }
        return text
    }

    private func texts(_ key: String) throws(AlertRuleError) -> [String: String] {
        guard let value = object[key] else { return [:] }
        guard let members = value.object?.members else {
            throw AlertRuleError(key, "must be an object of strings, not \(value.typeName)")
        }
        var texts: [String: String] = [:]
        for member in members {
            guard let text = member.value.string else {
                throw AlertRuleError("\(key).\(member.key)", "must be a string, not \(member.value.typeName)")
            }
            texts[member.key] = text
        }
        return texts
    }

    private func number(_ key: String) throws(AlertRuleError) -> Double? {
        guard let value = object[key] else { return nil }
        guard let number = value.number, abs(number) < 1e15 else {
            throw AlertRuleError(key, "must be a number, not \(value.typeName)")
        }
        return number
    }

    private func seconds(_ key: String) throws(AlertRuleError) -> Double? {
        guard let value = object[key] else { return nil }
        if let number = value.number { return number }
        guard let text = value.string, let time = try? DurationText.parse(text) else {
            throw AlertRuleError(key, "must be a number of seconds or a text such as '5m', not \(value.typeName)")
        }
        return Double(time) / 1000
    }

    private func flag(_ key: String) throws(AlertRuleError) -> Bool? {
        guard let value = object[key] else { return nil }
        guard let flag = value.bool else { throw AlertRuleError(key, "must be true or false, not \(value.typeName)") }
        return flag
    }
}
