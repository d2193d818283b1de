import EventStore
public import Projections
import PromQL

/// Writes rules as a file that Prometheus reads and that comes back here as it was.
public enum RuleFileWriter {
    /// Holds, as JSON, what Prometheus has no words for: the simple form, the cooldown, the policy for a lack of data.
    static let annotation = "moneyprinter_rule"

    /// Where rules without a group stand.
    static let ownGroup = "moneyprinter"

    /// Rules without a group come in one of their own.
    public static func yaml(_ rules: [AlertRule]) -> String {
        var groups: [(name: String, rules: [AlertRule])] = []
        for rule in rules {
            let name = rule.saved.group ?? ownGroup
            if let place = groups.firstIndex(where: { $0.name == name }) {
                groups[place].rules.append(rule)
            } else {
                groups.append((name, [rule]))
            }
        }
        let texts = groups.map { group in
            let saved = group.rules[0].saved
            var lines = ["- name: \(quoted(group.name))"]
            if let interval = saved.interval { lines.append("  interval: \(duration(interval))") }
            if let limit = saved.limit { lines.append("  limit: \(limit)") }
            lines.append("  rules:")
            return (lines + group.rules.flatMap(rule)).joined(separator: "\n")
        }
        return "groups:\n" + texts.joined(separator: "\n") + "\n"
    }

    private static func rule(_ rule: AlertRule) -> [String] {
        let saved = rule.saved
        var lines = [
            "  - \(saved.record.map { "record: \(quoted($0))" } ?? "alert: \(quoted(rule.alertName))")",
            "    expr: \(quoted(rule.expr))",
        ]
        if rule.duration > 0 { lines.append("    for: \(duration(rule.duration))") }
        if rule.keepFiringFor > 0 { lines.append("    keep_firing_for: \(duration(rule.keepFiringFor))") }
        var labels = saved.labels
        if !rule.severity.isEmpty, labels["severity"] == nil { labels["severity"] = rule.severity }
        lines += mapping("labels", labels)
        var annotations = saved.annotations
        if rule.record == nil, let own = saved.ownFields { annotations[annotation] = JSON.object(own).text }
        return lines + mapping("annotations", annotations)
    }

    private static func mapping(_ name: String, _ texts: [String: String]) -> [String] {
        guard !texts.isEmpty else { return [] }
        return ["    \(name):"] + texts.sorted { $0.key < $1.key }.map { "      \($0.key): \(quoted($0.value))" }
    }

    private static func duration(_ seconds: Double) -> String { DurationText.format(Int64(seconds * 1000)) }

    /// JSON's strings are YAML's.
    private static func quoted(_ text: String) -> String { JSON.string(text).text }
}

extension AlertRuleSaved {
    /// What Prometheus has no words for; nil where there is nothing of the kind.
    fileprivate var ownFields: JSONObject? {
        var own = object
        for key in [
            "alert", "record", "expr", "duration", "keep_firing_for", "labels", "annotations", "group", "interval",
            "limit", "severity", "reason",
        ] { own[key] = nil }
        if metric.isEmpty {
            if cooldown == 0 { own["cooldown"] = nil }
            if enabled { own["enabled"] = nil }
            if noData == "ok" { own["no_data"] = nil }
            if alert == nil || alert == name { own["name"] = nil }
        } else {
            own["severity"] = .string(severity)
            if labels["severity"] == nil { own["severity_label"] = false }
        }
        return own.isEmpty ? nil : own
    }

    /// Takes the fields back out of the annotation.
    mutating func readOwnFields() throws {
        guard let text = annotations.removeValue(forKey: RuleFileWriter.annotation) else { return }
        guard let own = try JSON(parsing: Array(text.utf8)).object else { return }
        let written = object.merging(own)
        let back = try AlertRuleSaved.read(written)
        self = back
        if own["severity_label"] != nil { labels["severity"] = nil }
        if !metric.isEmpty, alert == name { alert = nil }
    }
}
