import EventStore
import Projections
import Testing

@testable import Alerting

@Suite("A rule file")
struct RuleFileTests {
    private let text = """
        groups:
        - name: errors
          interval: 30s
          limit: 5
          rules:
          - record: job:errors:rate5m
            expr: sum by (job) (rate(errors_total[5m]))
          - alert: HighErrors
            expr: job:errors:rate5m > 0.5
            for: 5m
            keep_firing_for: 2m
            labels:
              severity: page
            annotations:
              summary: '{{ $labels.job }}: {{ $value | humanize }} errors a second'
          - alert: HighErrors
            expr: job:errors:rate5m > 5
            labels: {severity: critical}
        """

    @Test("is read as Prometheus reads it, each rule with a name of its own")
    func reading() throws {
        let file = try RuleFile.parse(text)
        #expect(file.rules.map(\.name) == ["job:errors:rate5m", "HighErrors", "errors/HighErrors"])
        #expect(file.rules.map(\.alertName).last == "HighErrors" && file.rules[0].record == "job:errors:rate5m")
        let rule = file.rules[1]
        #expect(rule.duration == 300 && rule.keepFiringFor == 120 && rule.severity == "page")
        #expect(rule.saved.group == "errors" && rule.saved.interval == 30 && rule.saved.limit == 5)
        #expect(file.warnings.isEmpty)
    }

    @Test("comes back from what is written as it was, in both forms")
    func roundTrip() throws {
        let rules = try RuleFile.parse(text).rules
        #expect(try RuleFile.parse(RuleFileWriter.yaml(rules)).rules == rules)
        var own = AlertRuleSaved(
            name: "slow", metric: "mcp.operations.duration", condition: "> 5.0", duration: 60, cooldown: 900,
            severity: "critical", enabled: false)
        own.quantile = 0.9
        own.filters = [#"method="tools/call""#]
        own.noData = "keep_last"
        own.annotations = ["summary": "a \"b\"\nc: d"]
        let simple = try AlertRule(own)
        let simples = AlertRule.defaults + [simple]
        #expect(try RuleFile.parse(RuleFileWriter.yaml(simples)).rules == simples)
    }

    @Test("that is wrong is refused with the line and the reason of each fault")
    func faults() {
        let broken = """
            groups:
            - name: a
              rules:
              - alert: X
                expr: rate(x
                oops: 1
              - alert: Y
                expr: y > 1
                for: soon
              - expr: z
              - record: r
                expr: x
                labels: {a-b: c}
              - alert: T
                expr: x > 1
                annotations:
                  summary: '{{ $value'
            - name: a
              rules: []
            """
        let findings = RuleFile.lint(broken, file: "r.yml")
        #expect(findings.allSatisfy { $0.severity == .error && $0.file == "r.yml" })
        #expect(
            findings.map { "\($0.line) \($0.reason.prefix(12))" } == [
                "5 expr: 1:7: p", "6 field oops i", "9 for: not a v", "10 one of 'reco", "13 labels: 'a-b",
                "17 annotations.", "18 groupname: \"",
            ])
        #expect(throws: RuleFileError.self) { try RuleFile.parse(broken) }
    }

    @Test("that means too much is warned of")
    func warnings() throws {
        let file = try RuleFile.parse(
            "groups: [{name: g, rules: [{alert: A, expr: up}, {alert: B, expr: up > 1}, {alert: B, expr: up > 2}]}]")
        #expect(file.warnings.map(\.reason).count == 2 && file.warnings[0].description.contains("rules.yml:1: warning"))
    }

    @Test("that is no YAML, or too large, says so")
    func noYAML() {
        #expect(RuleFile.lint("groups: [").count == 1 && RuleFile.lint("").count == 1)
        #expect(RuleFile.lint(String(repeating: "#", count: 5 << 20))[0].reason.contains("longer"))
    }
}
