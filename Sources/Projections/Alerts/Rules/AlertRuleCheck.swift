import EventStore
import PromQL

/// The checks of a rule's fields.
struct AlertRuleCheck {
    let rule: AlertRuleSaved

    /// Entries of labels or annotations, and bytes of one of their values or of a name.
    private static let entryLimit = 64
    private static let valueLimit = 8192
    private static let nameLimit = 200

    private var isSimple: Bool { !rule.metric.isEmpty || !rule.condition.isEmpty }

    func names() throws(AlertRuleError) {
        if isSimple {
            guard rule.name.utf8.allSatisfy(Self.isPlain), (1...100).contains(rule.name.utf8.count) else {
                throw AlertRuleError("name", "'\(rule.name)' must be 1 to 100 letters, digits, '-', '_' or '.'")
            }
            let levels = AlertRule.Severity.allCases.map(\.rawValue)
            guard levels.contains(rule.severity) else { throw .unknown("severity", rule.severity, levels) }
        }
        try name(rule.name, "name")
        if let alert = rule.alert { try name(alert, "alert") }
        if let group = rule.group { try name(group, "group") }
        if let record = rule.record, (try? AlertMetric(named: record)) == nil || record.contains(".") {
            throw AlertRuleError(
                "record", "'\(record)' must be letters, digits, '_' or ':', not beginning with a digit")
        }
        try entries(rule.labels, "labels")
        try entries(rule.annotations, "annotations")
    }

    func simple(_ metric: AlertMetric) throws(AlertRuleError) {
        if let window = rule.window, !(window >= 1 && window <= AlertMetric.windowLimit) {
            throw AlertRuleError("window", "\(window) must be 1 to \(Int(AlertMetric.windowLimit)) seconds")
        }
        if let quantile = rule.quantile {
            guard metric.kind == .histogram else {
                throw AlertRuleError("quantile", "is for histograms; '\(metric.name)' is a \(metric.kind.rawValue)")
            }
            guard quantile >= 0, quantile <= 1 else { throw AlertRuleError("quantile", "\(quantile) must be 0 to 1") }
        }
        for filter in rule.filters {
            guard (try? Parser.matchers("{\(filter)}"))?.count == 1 else {
                throw AlertRuleError("filters", "'\(filter)' must be a matcher such as tool=\"create_video\"")
            }
        }
    }

    func expression(_ text: String) throws(AlertRuleError) -> PromQL.Expression {
        guard !text.isEmpty else { throw AlertRuleError("expr", "is missing") }
        let expression: PromQL.Expression
        do throws(ParseError) {
            expression = try Parser.parse(text)
        } catch {
            throw AlertRuleError("expr", error.description)
        }
        guard expression.type == .vector || expression.type == .scalar else {
            throw AlertRuleError(
                "expr", "must yield an instant vector or a scalar, not a \(expression.type.documentedName)")
        }
        return expression
    }

    func seconds() throws(AlertRuleError) {
        for (value, field) in [
            (rule.duration, "duration"), (rule.keepFiringFor, "keep_firing_for"), (rule.cooldown, "cooldown"),
            (rule.interval ?? 0, "interval"),
        ] where !(value >= 0 && value <= AlertRule.secondsLimit) {
            throw AlertRuleError(field, "\(value) must be 0 to \(Int(AlertRule.secondsLimit)) seconds")
        }
        if let limit = rule.limit, limit < 0 { throw AlertRuleError("limit", "\(limit) must be 0 or more") }
        guard rule.record == nil || rule.duration == 0 && rule.keepFiringFor == 0 && rule.annotations.isEmpty else {
            throw AlertRuleError("record", "a recording rule has no 'for', 'keep_firing_for' or annotations")
        }
    }

    func templates(_ texts: [String: String], _ field: String) throws(AlertRuleError) -> [String: AlertTemplate] {
        var templates: [String: AlertTemplate] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            do throws(AlertTemplate.Fault) {
                templates[name] = try AlertTemplate(text)
            } catch {
                throw AlertRuleError("\(field).\(name)", error.description)
            }
        }
        return templates
    }

    private func name(_ text: String, _ field: String) throws(AlertRuleError) {
        guard (1...Self.nameLimit).contains(text.utf8.count), text.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
            throw AlertRuleError(field, "must be 1 to \(Self.nameLimit) bytes without control characters")
        }
    }

    private func entries(_ texts: [String: String], _ field: String) throws(AlertRuleError) {
        guard texts.count <= Self.entryLimit else {
            throw AlertRuleError(field, "has \(texts.count) entries; at most \(Self.entryLimit) are allowed")
        }
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard let first = name.utf8.first, Self.isPart(first), !(48...57).contains(first),
                name.utf8.allSatisfy(Self.isPart), name != Labels.metricName
            else {
                throw AlertRuleError(field, "'\(name)' is no label name: letters, digits and '_', no digit first")
            }
            guard text.utf8.count <= Self.valueLimit else {
                throw AlertRuleError("\(field).\(name)", "is longer than \(Self.valueLimit) bytes")
            }
        }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 95
    }

    private static func isPlain(_ byte: UInt8) -> Bool { isPart(byte) || byte == 45 || byte == 46 }
}
