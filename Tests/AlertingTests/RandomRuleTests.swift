import EventStore
import TestKit

@testable import Alerting

/// Rule files and series as chance has it, with the file of tests that says what fires.
struct RandomRuleTests {
    private var generator: SplitMix64

    init(seed: Int) { generator = SplitMix64(seed: UInt64(seed)) }

    private mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &generator)] }
    private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    mutating func rules() -> String {
        var lines = ["groups:", "- name: g", "  interval: 1m"]
        if number(8) == 0 { lines.append("  limit: \(1 + number(3))") }
        lines.append("  rules:")
        if number(2) == 0 { lines += ["  - record: job:m:sum", "    expr: sum by (job) (m)", "    labels: {team: t}"] }
        for place in 0..<1 + number(2) { lines += rule(place) }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func rule(_ place: Int) -> [String] {
        let expr = pick([
            "m > 3", "m >= 5", #"m{job="x"} > 2"#, "sum by (job) (m) > 4", "rate(c_total[2m]) > 0.02",
            "increase(c_total[3m]) > 2", #"absent(m{job="x"})"#, "avg(m) < 3", "m unless m > 4", "count(m) > 1",
            "job:m:sum > 3", "max_over_time(m[2m]) > 4", "m == 2", "vector(1) > 0", "1 > bool 0", "m - 2",
            #"label_replace(m, "job", "", "job", ".*") > 3"#, #"ALERTS{alertname="A0",alertstate="firing"}"#,
        ])
        var lines = ["  - alert: A\(place)", "    expr: '\(expr)'"]
        lines.append("    for: \(pick(["0s", "30s", "1m", "90s", "2m", "3m"]))")
        if number(2) == 0 { lines.append("    keep_firing_for: \(pick(["30s", "1m", "2m", "3m"]))") }
        if number(2) == 0 {
            lines += ["    labels:", "      severity: page"]
            if number(2) == 0 { lines.append("      where: 'in {{ $labels.job }}'") }
            if number(3) == 0 { lines.append("      inst: ''") }
        }
        if number(3) > 0 {
            let text = pick([
                "{{ $value }}", "{{ $labels.job }} has {{ $value | humanize }}", "{{ printf \"%.2f\" $value }}",
                "{{ if gt $value 4.0 }}high{{ else }}low{{ end }}", "{{ humanizePercentage $value }}",
                "{{ range query \"sum(m)\" }}{{ .Labels.inst }}={{ .Value }};{{ end }}", "{{ $externalLabels.region }}",
            ])
            lines += ["    annotations:", "      text: '\(text)'"]
        }
        return lines
    }

    mutating func head(rules: String) -> String {
        let interval = pick(["30s", "1m"])
        var lines = ["rule_files: [\(rules)]", "evaluation_interval: \(pick(["30s", "1m"]))", "tests:"]
        lines += ["- interval: \(interval)", "  external_labels: {region: eu}", "  input_series:"]
        for (inst, job) in [("a", "x"), ("b", "x"), ("a", "y")].prefix(1 + number(3)) {
            lines += ["  - series: 'm{inst=\"\(inst)\",job=\"\(job)\"}'", "    values: '\(values())'"]
            if number(2) == 0 {
                lines += ["  - series: 'c_total{inst=\"\(inst)\",job=\"\(job)\"}'", "    values: '\(counter())'"]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func values() -> String {
        (0..<4 + number(4)).map { _ in
            switch number(8) {
            case 0: "_x\(1 + number(7))"
            case 1: "stale"
            case 2: "\(number(6))+1x\(1 + number(4))"
            default: "\(number(8))x\(number(4))"
            }
        }.joined(separator: " ")
    }

    private mutating func counter() -> String { "0+\(number(4))x\(3 + number(6)) \(number(5))+\(number(3))x8" }

    mutating func times() -> [Int] { (0..<5).map { _ in 30 * number(30) } }

    /// Expectations, now and then wrong ones.
    mutating func checks(_ seen: [(check: RuleTest.AlertCheck, alerts: [RuleTest.AlertCheck.Expected])]) -> String {
        let spoilt = number(3) == 0 && !seen.isEmpty ? number(seen.count) : -1
        var lines = ["  alert_rule_test:"]
        for (place, entry) in seen.enumerated() {
            lines += [
                "  - eval_time: \(Int(entry.check.time))s", "    alertname: \(entry.check.alertName)",
                "    exp_alerts:",
            ]
            var alerts = entry.alerts
            if place == spoilt {
                if alerts.isEmpty || number(2) == 0 {
                    alerts.append(
                        RuleTest.AlertCheck.Expected(labels: ["alertname": "A0", "job": "z"], annotations: [:]))
                } else {
                    alerts.removeLast()
                }
            }
            for alert in alerts {
                lines.append("    - exp_labels: \(Self.text(alert.labels.filter { $0.key != "alertname" }))")
                lines.append("      exp_annotations: \(Self.text(alert.annotations))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ texts: [String: String]) -> String {
        "{\(texts.sorted { $0.key < $1.key }.map { "\($0.key): \(JSON.string($0.value).text)" }.joined(separator: ", "))}"
    }
}
