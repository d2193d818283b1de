import EventStore
import Hummingbird
import Projections
import PromQL

/// The alert rules and the alerts, in the shapes in which Prometheus gives them.
struct PrometheusRules: Sendable {
    let host: ProjectionHost

    /// One group holds all rules: here a rule is evaluated when something happens, not in turns.
    private static let group = "moneyprinter"

    @Sendable func rules(_ form: PrometheusForm) async throws -> HTTPAnswer {
        let models = host.models
        let type = form.text("type") ?? "alert"
        guard type == "alert" || type == "record" else {
            throw PrometheusFault.parameter("type", "not supported value \"\(type.prefix(64))\"")
        }
        let wanted = Set(form.texts("rule_name[]"))
        let alerts = models.view(ActiveAlerts.self).value
        let rules = models.view(RuleBook.self).value.rules.filter {
            $0.rule.enabled && type == "alert" && (wanted.isEmpty || wanted.contains($0.rule.name))
        }
        let group: JSON = [
            "name": .string(Self.group), "file": "", "rules": .array(rules.map { Self.json($0, alerts, models.time) }),
            "interval": 0, "limit": 0, "evaluationTime": 0, "lastEvaluation": .string(Self.moment(models.time)),
        ]
        return PrometheusAnswer.success(["groups": rules.isEmpty ? [] : [group]])
    }

    @Sendable func alerts(_ form: PrometheusForm) async throws -> HTTPAnswer {
        let active = host.view(ActiveAlerts.self).value.active
        return PrometheusAnswer.success(["alerts": .array(active.map(Self.json))])
    }

    private static func json(_ entry: RuleBook.Entry, _ alerts: ActiveAlerts, _ time: Timestamp?) -> JSON {
        let rule = entry.rule
        let alert = alerts.alert(of: rule.name)
        return [
            "state": .string(alert?.state.rawValue ?? "inactive"), "name": .string(rule.name),
            "query": .string("\(rule.metric) \(rule.condition)"), "duration": .double(rule.duration),
            "keepFiringFor": 0, "labels": ["severity": .string(rule.severity)], "annotations": [:],
            "alerts": .array(alert.map { [json($0)] } ?? []), "health": "ok", "evaluationTime": 0,
            "lastEvaluation": .string(moment(time)), "type": "alerting",
        ]
    }

    private static func json(_ alert: ActiveAlerts.Alert) -> JSON {
        [
            "labels": ["alertname": .string(alert.rule), "severity": .string(alert.severity)],
            "annotations": [
                "condition": .string("\(alert.metric) \(alert.condition)"),
                "evidence": .string(alert.evidence.map { "\($0)" }.joined(separator: " ")),
            ],
            "state": .string(alert.state.rawValue), "activeAt": .string(alert.since.iso8601),
            "value": .string(alert.value.map(SampleText.format) ?? "NaN"),
        ]
    }

    private static func moment(_ time: Timestamp?) -> String { time?.iso8601 ?? "0001-01-01T00:00:00Z" }
}
