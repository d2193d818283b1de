import EventStore
import Projections
import PromQL
import Yams

/// Reads a rule file and notes what is wrong with it.
struct RuleFileReader {
    private var fields: YAMLFields
    private var names: [String: Int] = [:]
    private var seen: Set<String> = []

    private static let groupFields = ["name", "interval", "limit", "rules", "query_offset", "labels"]
    private static let ruleFields = [
        "alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations",
    ]

    init(file: String) { fields = YAMLFields(file: file) }

    var findings: [RuleFinding] { fields.findings }

    mutating func groups(_ text: String) -> [RuleFile.Group] {
        guard let document = fields.document(text) else { return [] }
        let top = fields.fields(document, "the file", known: ["groups"])
        var groups: [RuleFile.Group] = []
        for node in fields.list(top["groups"], "groups") {
            guard let group = group(node) else { continue }
            if groups.contains(where: { $0.name == group.name }) {
                fields.note("groupname: \"\(group.name)\" is repeated in the same file", at: node)
            }
            groups.append(group)
        }
        return groups
    }

    private mutating func group(_ node: Node) -> RuleFile.Group? {
        let group = fields.fields(node, "a group", known: Self.groupFields)
        guard let name = fields.text(group["name"], "name"), !name.isEmpty else {
            fields.note("a group has no name", at: node)
            return nil
        }
        let interval = fields.seconds(group["interval"], "interval")
        let limit = fields.whole(group["limit"], "limit")
        let labels = fields.texts(group["labels"], "labels")
        if group["query_offset"] != nil { fields.note("query_offset is not supported", at: group["query_offset"]) }
        var rules: [AlertRule] = []
        for node in fields.list(group["rules"], "rules") {
            guard var saved = rule(node) else { continue }
            saved.group = name == RuleFileWriter.ownGroup ? nil : name
            saved.interval = interval
            saved.limit = limit
            saved.labels = labels.merging(saved.labels) { $1 }
            if let rule = checked(saved, node) { rules.append(rule) }
        }
        return RuleFile.Group(name: name, interval: interval, rules: rules)
    }

    private mutating func rule(_ node: Node) -> AlertRuleSaved? {
        let rule = fields.fields(node, "a rule", known: Self.ruleFields)
        let alert = fields.text(rule["alert"], "alert")
        let record = fields.text(rule["record"], "record")
        guard (alert == nil) != (record == nil), let title = alert ?? record else {
            fields.note("one of 'record' or 'alert' must be set, and not both", at: node)
            return nil
        }
        guard let expr = fields.text(rule["expr"], "expr"), !expr.isEmpty else {
            fields.note("field 'expr' must be set in rule", at: rule["expr"] ?? node)
            return nil
        }
        let labels = fields.texts(rule["labels"], "labels")
        var saved = AlertRuleSaved(
            name: title, duration: fields.seconds(rule["for"], "for") ?? 0, severity: labels["severity"] ?? "",
            expr: expr)
        saved.keepFiringFor = fields.seconds(rule["keep_firing_for"], "keep_firing_for") ?? 0
        saved.alert = alert
        saved.record = record
        saved.labels = labels
        saved.annotations = fields.texts(rule["annotations"], "annotations")
        do {
            try saved.readOwnFields()
        } catch {
            fields.note("\(RuleFileWriter.annotation): \(error)", at: rule["annotations"])
        }
        return saved
    }

    /// The rule with a name of its own; nil where it does not hold up to the checks.
    private mutating func checked(_ written: AlertRuleSaved, _ node: Node) -> AlertRule? {
        var saved = written
        saved.name = uniqueName(written)
        if saved.alert == saved.name { saved.alert = nil }
        let rule: AlertRule
        do throws(AlertRuleError) {
            rule = try AlertRule(saved)
        } catch {
            fields.note("\(error)", at: Self.place(of: error.field, in: node))
            return nil
        }
        let title = rule.record ?? rule.alertName
        let content = "\(title) \(saved.labels.sorted { $0.key < $1.key })"
        if !seen.insert(content).inserted {
            fields.note("\(title) stands twice with the same labels", at: node, .warning)
        }
        if rule.record == nil, !rule.expression.isCondition {
            fields.note(
                "\(title): the expression compares with nothing, so each series is an alert", at: node, .warning)
        }
        return rule
    }

    /// The title, then with the group before it, then with a number behind.
    private mutating func uniqueName(_ rule: AlertRuleSaved) -> String {
        var name = rule.name
        if names[name] != nil, let group = rule.group { name = "\(group)/\(rule.name)" }
        let count = names[name, default: 0] + 1
        names[name] = count
        return count == 1 ? name : "\(name)#\(count)"
    }

    private static func place(of field: String, in node: Node) -> Node {
        let names = ["duration": "for", "severity": "labels"]
        let name = String(field.split(separator: ".").first ?? "")
        return node.mapping?[names[name] ?? name] ?? node
    }
}

extension PromQL.Expression {
    /// Whether it yields something only where a condition holds.
    fileprivate var isCondition: Bool {
        switch self {
        case .parentheses(let inner, _): inner.isCondition
        case .binary(let binary):
            binary.operation.isComparison && !binary.returnsBool || binary.left.isCondition || binary.right.isCondition
                || binary.operation == .unless
        case .call(let call): call.name.hasPrefix("absent") || call.arguments.contains { $0.isCondition }
        case .aggregation(let aggregation): aggregation.operand.isCondition
        default: false
        }
    }
}
