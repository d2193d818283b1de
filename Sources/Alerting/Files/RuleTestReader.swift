import PromQL
import Yams

/// Reads a file of rule tests and notes what is wrong with it.
struct RuleTestReader {
    private var fields: YAMLFields

    init(file: String) { fields = YAMLFields(file: file) }

    var findings: [RuleFinding] { fields.findings }

    mutating func file(_ text: String) -> RuleTestFile? {
        guard let document = fields.document(text) else { return nil }
        let top = fields.fields(
            document, "the file",
            known: ["rule_files", "evaluation_interval", "group_eval_order", "tests", "fuzzy_compare"])
        let interval = fields.seconds(top["evaluation_interval"], "evaluation_interval") ?? 60
        let files = fields.list(top["rule_files"], "rule_files").compactMap { fields.text($0, "rule_files") }
        let order = fields.list(top["group_eval_order"], "group_eval_order").compactMap {
            fields.text($0, "group_eval_order")
        }
        var tests: [RuleTest] = []
        for node in fields.list(top["tests"], "tests") { tests.append(test(node, interval)) }
        if interval <= 0 { fields.note("evaluation_interval must be more than 0", at: top["evaluation_interval"]) }
        return RuleTestFile(
            file: fields.file, ruleFiles: files, interval: interval, groupOrder: order, tests: tests)
    }

    private mutating func test(_ node: Node, _ interval: Double) -> RuleTest {
        let test = fields.fields(
            node, "a test",
            known: [
                "interval", "input_series", "alert_rule_test", "promql_expr_test", "external_labels", "external_url",
                "name",
            ])
        var alerts: [RuleTest.AlertCheck] = []
        for node in fields.list(test["alert_rule_test"], "alert_rule_test") { alerts.append(alertCheck(node)) }
        var queries: [RuleTest.QueryCheck] = []
        for node in fields.list(test["promql_expr_test"], "promql_expr_test") { queries.append(queryCheck(node)) }
        let step = fields.seconds(test["interval"], "interval") ?? interval
        return RuleTest(
            name: fields.text(test["name"], "name") ?? "", line: node.mark?.line ?? 1,
            interval: step > 0 ? step : interval,
            series: series(test["input_series"]), alertChecks: alerts, queryChecks: queries,
            externalLabels: fields.texts(test["external_labels"], "external_labels"),
            externalURL: fields.text(test["external_url"], "external_url") ?? "")
    }

    private mutating func series(_ node: Node?) -> [RuleTest.Series] {
        var series: [RuleTest.Series] = []
        for node in fields.list(node, "input_series") {
            let entry = fields.fields(node, "an input series", known: ["series", "values"])
            guard let name = fields.text(entry["series"], "series"), let values = fields.text(entry["values"], "values")
            else {
                fields.note("an input series has a series and values", at: node)
                continue
            }
            do throws(SeriesNotation.Fault) {
                series.append(
                    RuleTest.Series(
                        labels: try SeriesNotation.labels(name), values: try SeriesNotation.values(values)))
            } catch {
                fields.note("\(error)", at: entry["values"])
            }
        }
        return series
    }

    private mutating func alertCheck(_ node: Node) -> RuleTest.AlertCheck {
        let check = fields.fields(node, "an alert test", known: ["eval_time", "alertname", "exp_alerts"])
        var expected: [RuleTest.AlertCheck.Expected] = []
        let name = fields.text(check["alertname"], "alertname") ?? ""
        if name.isEmpty { fields.note("an alert test names its alert", at: node) }
        for node in fields.list(check["exp_alerts"], "exp_alerts") {
            let alert = fields.fields(node, "an expected alert", known: ["exp_labels", "exp_annotations"])
            var labels = fields.texts(alert["exp_labels"], "exp_labels")
            labels["alertname"] = name
            expected.append(
                RuleTest.AlertCheck.Expected(
                    labels: labels.filter { !$0.value.isEmpty },
                    annotations: fields.texts(alert["exp_annotations"], "exp_annotations")))
        }
        return RuleTest.AlertCheck(
            line: node.mark?.line ?? 1, time: fields.seconds(check["eval_time"], "eval_time") ?? 0, alertName: name,
            expected: expected)
    }

    private mutating func queryCheck(_ node: Node) -> RuleTest.QueryCheck {
        let check = fields.fields(node, "a query test", known: ["expr", "eval_time", "exp_samples"])
        let expr = fields.text(check["expr"], "expr") ?? ""
        if (try? Parser.parse(expr)) == nil {
            fields.note("expr: '\(expr)' is no expression", at: check["expr"] ?? node)
        }
        var expected: [RuleTest.QueryCheck.Expected] = []
        for node in fields.list(check["exp_samples"], "exp_samples") {
            let sample = fields.fields(node, "an expected sample", known: ["labels", "value"])
            let text = fields.text(sample["labels"], "labels") ?? ""
            guard let labels = text.isEmpty || text == "{}" ? Labels([]) : try? SeriesNotation.labels(text),
                let value = SampleText.parse(fields.text(sample["value"], "value") ?? "0")
            else {
                fields.note("an expected sample has labels and a value", at: node)
                continue
            }
            expected.append(RuleTest.QueryCheck.Expected(labels: labels, value: value))
        }
        return RuleTest.QueryCheck(
            line: node.mark?.line ?? 1, time: fields.seconds(check["eval_time"], "eval_time") ?? 0, expr: expr,
            expected: expected)
    }
}
