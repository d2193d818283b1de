import Testing

@testable import Alerting

@Suite("A file of rule tests")
struct RuleTestFileTests {
    private let rules = """
        groups:
        - name: g
          rules:
          - alert: Down
            expr: up == 0
            for: 2m
            annotations: {summary: '{{ $labels.job }} is down'}
        """

    private func report(_ expectation: String) throws -> RuleTestFile.Report {
        let text = """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            tests:
            - interval: 1m
              input_series: [{series: 'up{job="a"}', values: '1 0x5 1'}]
            \(expectation)
            """
        return try RuleTestFile.parse(text).run { path in path == "rules.yml" ? rules : "" }
    }

    @Test("passes where its alerts fire, and names what did not")
    func alerts() throws {
        let right = """
              alert_rule_test:
              - {eval_time: 2m, alertname: Down}
              - eval_time: 3m
                alertname: Down
                exp_alerts: [{exp_labels: {job: a}, exp_annotations: {summary: a is down}}]
              - {eval_time: 7m, alertname: Down}
            """
        #expect(try report(right).isSuccess)
        let wrong = try report("  alert_rule_test: [{eval_time: 4m, alertname: Down}]")
        #expect(wrong.failures.count == 1 && wrong.failures[0].line == 6)
        #expect(wrong.description.contains("alertname: Down, time: 240.0s, exp: [], got: [Labels:{"))
    }

    @Test("asks the series too, with what the rules make of them")
    func queries() throws {
        func text(_ value: Int) -> String {
            """
              promql_expr_test:
              - expr: ALERTS
                eval_time: 1m
                exp_samples: [{labels: 'ALERTS{alertname="Down",alertstate="pending",job="a"}', value: 1}]
              - expr: sum(up) + 1
                eval_time: 6m
                exp_samples: [{labels: '{}', value: \(value)}]
            """
        }
        #expect(try report(text(1)).isSuccess)
        #expect(try report(text(2)).failures.map(\.line) == [10])
    }

    @Test(
        "that is wrong is refused",
        arguments: [
            "tests: [{input_series: [{series: 'a', values: '1y'}]}]",
            "tests: [{input_series: [{series: 'a{', values: '1'}]}]",
            "tests: [{promql_expr_test: [{expr: 'sum('}]}]", "tests: [{alert_rule_test: [{eval_time: 1m}]}]", "oops: 1",
        ])
    func faults(text: String) { #expect(throws: RuleFileError.self) { try RuleTestFile.parse(text) } }

    @Test(
        "expands samples",
        arguments: [
            ("1 2 3", [1, 2, 3]), ("0x2", [0, 0, 0]), ("1+2x2", [1, 3, 5]), ("5-1x1 _", [5, 4, nil]),
            ("_x2 7", [nil, nil, 7]),
            ("1e2 -3+1x1", [100, -3, -2]),
        ] as [(String, [Double?])])
    func notation(text: String, values: [Double?]) throws { #expect(try SeriesNotation.values(text) == values) }
}
