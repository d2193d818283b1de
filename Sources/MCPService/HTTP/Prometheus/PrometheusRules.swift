import EventStore
import Hummingbird
import Projections
import PromQL

/// The alert rules and the alerts, in the shapes in which Prometheus gives them.
struct PrometheusRules: Sendable {
    let host: ProjectionHost

    /// The group of rules that name none.
    private static let group = "moneyprinter"

    @Sendable func rules(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let models = host.models
        let type = form.text("type")
        guard type == nil || type == "alert" || type == "record" else {
            throw PrometheusFault.parameter("type", "not supported value \"\((type ?? "").prefix(64))\"")
        }
        let wanted = Set(form.texts("rule_name[]"))
        let rules = models.view(RuleBook.self).value.rules.filter { entry in
            entry.rule.enabled && (wanted.isEmpty || wanted.contains(entry.rule.name))
                && (type == nil || (type == "record") == (entry.rule.record != nil))
        }
        let groups = Dictionary(grouping: rules) { $0.rule.group ?? Self.group }.sorted { $0.key < $1.key }
        return PrometheusAnswer.success(["groups": .array(groups.map { Self.json($0.key, $0.value, models) })])
    }

    @Sendable func alerts(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let active = host.view(ActiveAlerts.self).value.active
        return PrometheusAnswer.success(["alerts": .array(active.map(Self.json))])
    }

    private static func json(_ name: String, _ rules: [RuleBook.Entry], _ models: ReadModels) -> JSON {
        [
            "name": .string(name), "file": "", "rules": .array(rules.map { json($0, models) }),
            "interval": .double(rules.first?.rule.interval ?? 0), "limit": .int(rules.first?.rule.limit ?? 0),
            "evaluationTime": 0, "lastEvaluation": .string(moment(models.time)),
        ]
    }

    private static func json(_ entry: RuleBook.Entry, _ models: ReadModels) -> JSON {
        let rule = entry.rule
        let error = models[RuleBook.self].error(of: rule.name)
        let health: JSONObject = [
            "health": error == nil ? "ok" : "err", "lastError": .string(error ?? ""), "evaluationTime": 0,
            "lastEvaluation": .string(moment(models.time)),
        ]
        let query = JSON.string(entry.checked?.expr ?? rule.expr)
        guard rule.record == nil else {
            let head: JSONObject = ["name": .string(rule.name), "query": query, "labels": object(rule.labels)]
            return .object(head.merging(health).merging(["type": "recording"]))
        }
        let alerts = models[ActiveAlerts.self].alerts(of: rule.name)
        let state = alerts.map(\.state).contains(.firing) ? "firing" : alerts.isEmpty ? "inactive" : "pending"
        let head: JSONObject = [
            "state": .string(state), "name": .string(rule.alert ?? rule.name), "query": query,
            "duration": .double(rule.duration), "keepFiringFor": .double(rule.keepFiringFor),
            "labels": object(labels(of: rule)), "annotations": object(rule.annotations),
            "alerts": .array(alerts.map(json)),
        ]
        return .object(head.merging(health).merging(["type": "alerting"]))
    }

    private static func labels(of rule: AlertRuleSaved) -> [String: String] {
        rule.severity.isEmpty ? rule.labels : ["severity": rule.severity].merging(rule.labels) { _, own in own }
    }

    private static func json(_ alert: ActiveAlerts.Alert) -> JSON {
        [
            "labels": object(alert.labels), "annotations": object(alert.annotations),
            "state": .string(alert.state.rawValue), "activeAt": .string(alert.since.iso8601),
            "value": .string(alert.value.map(SampleText.format) ?? "NaN"),
        ]
    }

    private static func object(_ texts: [String: String]) -> JSON {
        .object(JSONObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    private static func moment(_ time: Timestamp?) -> String { time?.iso8601 ?? "0001-01-01T00:00:00Z" }
}
