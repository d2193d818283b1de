import EventStore
import HTTPTypes
import Projections

/// Rules as a client sends them: one as JSON, several under `rules`, or a file as Prometheus reads it.
struct RuleText {
    let functions: AlertFunctions

    func rules(_ text: String, isYAML: Bool) throws -> [AlertRule] {
        guard !isYAML else { return try functions.parse(text) }
        let json: JSON
        do throws(JSONSyntaxError) { json = try JSON(parsing: text) } catch {
            throw AlertFunctions.Fault("the body is not JSON: \(error)")
        }
        return try rules(json)
    }

    func rules(_ json: JSON) throws -> [AlertRule] {
        if let yaml = json["yaml"]?.string { return try functions.parse(yaml) }
        guard let items = json["rules"]?.array else { return [try rule(json["rule"] ?? json, at: "")] }
        guard !items.isEmpty, items.count <= RuleBook.ruleLimit else {
            throw AlertFunctions.Fault(field: "rules", "'rules' must hold 1 to \(RuleBook.ruleLimit) rules")
        }
        var rules: [AlertRule] = []
        for (index, item) in items.enumerated() { rules.append(try rule(item, at: "rules[\(index)].")) }
        return rules
    }

    private func rule(_ json: JSON, at path: String) throws(AlertFunctions.Fault) -> AlertRule {
        do throws(AlertRuleError) { return try AlertRule(json: json) } catch {
            throw AlertFunctions.Fault(field: "\(path)\(error.field)", "'\(path)\(error.field)' \(error.reason)")
        }
    }
}
