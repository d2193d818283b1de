import EventStore
import Projections
import PromQL

/// Runs one test: the same machine as live, over series in memory, on ticks that are an interval apart.
///
/// Groups are evaluated in turn and see what the rules before them made at the same tick, as in Prometheus.
struct RuleTestRun {
    private let test: RuleTest
    private let interval: Double
    private let file: String
    private var watches: [RuleWatch]
    private var series = MemorySeries()
    /// What each rule gave last: what does not come again has ended.
    private var given: [Set<Labels>]
    private var found: [RuleFinding] = []
    /// What fired at each check, in the order of the time.
    private(set) var seen: [(check: RuleTest.AlertCheck, alerts: [RuleTest.AlertCheck.Expected])] = []

    init(_ test: RuleTest, groups: [RuleFile.Group], interval: Double, file: String) {
        self.test = test
        self.interval = interval
        self.file = file
        watches = groups.flatMap(\.rules).map { rule in
            // A test evaluates each group at each of its own steps.
            var saved = rule.saved
            saved.interval = nil
            var watch = RuleWatch((try? AlertRule(saved)) ?? rule, version: .start)
            watch.fillAnnotations()
            return watch
        }
        given = Array(repeating: [], count: watches.count)
        for series in test.series {
            for (place, value) in series.values.enumerated() {
                guard let value else { continue }
                self.series.append(series.labels, value, at: Int64((Double(place) * test.interval * 1000).rounded()))
            }
        }
    }

    mutating func failures() throws -> [RuleFinding] {
        var step = 0
        while Double(step) * interval <= test.end {
            let time = Double(step) * interval
            try evaluate(Tick(position: Position(UInt64(step)), time: Timestamp(seconds: time)))
            for check in test.alertChecks where check.time >= time && check.time < time + interval {
                compare(check)
            }
            if !found.isEmpty, found.contains(where: { $0.reason.hasPrefix("rule: ") }) { return found }
            step += 1
        }
        for check in test.queryChecks { compare(check) }
        return found
    }

    private mutating func evaluate(_ tick: Tick) throws {
        for place in watches.indices {
            guard let compiled = watches[place].rule() else { continue }
            var context = RuleContext(source: series, tick: tick)
            context.externalLabels = test.externalLabels
            context.externalURL = test.externalURL
            let decisions = try watches[place].evaluate(context)
            if let error = watches[place].error {
                note("rule: \(compiled.rule.alertName), time: \(tick.time.seconds)s, err: \(error)", line: test.line)
                continue
            }
            let samples = compiled.rule.record == nil ? alerts(of: place) : recorded(decisions)
            store(samples, of: place, at: tick.milliseconds)
        }
    }

    /// `ALERTS` and `ALERTS_FOR_STATE` of a rule.
    private func alerts(of place: Int) -> [Labels: Double] {
        var samples: [Labels: Double] = [:]
        for instance in watches[place].state.instances.values {
            var labels = instance.identity.labels
            labels[Labels.metricName] = "ALERTS_FOR_STATE"
            samples[Labels(labels.map { ($0.key, $0.value) })] = instance.since.seconds
            labels[Labels.metricName] = "ALERTS"
            labels["alertstate"] = instance.isFiring ? "firing" : "pending"
            samples[Labels(labels.map { ($0.key, $0.value) })] = 1
        }
        return samples
    }

    private func recorded(_ decisions: [AlertDecision]) -> [Labels: Double] {
        var samples: [Labels: Double] = [:]
        for case .recorded(let fact) in decisions.map(\.fact) {
            for family in fact.families {
                for point in family.points {
                    guard case .number(let number) = point.value, !number.value.isStaleMarker else { continue }
                    let labels = point.labels.members.map { ($0.key, $0.value.string ?? "") }
                    samples[Labels(labels + [(Labels.metricName, family.name)])] = number.value
                }
            }
        }
        return samples
    }

    private mutating func store(_ samples: [Labels: Double], of place: Int, at time: Int64) {
        for (labels, value) in samples { series.append(labels, value, at: time) }
        for labels in given[place] where samples[labels] == nil { series.append(labels, .staleMarker, at: time) }
        given[place] = Set(samples.keys)
    }

    private mutating func compare(_ check: RuleTest.AlertCheck) {
        var actual: [RuleTest.AlertCheck.Expected] = []
        for place in watches.indices {
            guard let rule = watches[place].rule()?.rule, rule.record == nil, rule.alertName == check.alertName else {
                continue
            }
            for instance in watches[place].state.instances.values where instance.isFiring {
                actual.append(
                    RuleTest.AlertCheck.Expected(
                        labels: instance.identity.labels, annotations: watches[place].annotations(of: instance)))
            }
        }
        seen.append((check, actual))
        if Self.counts(actual) != Self.counts(check.expected) {
            note(
                "alertname: \(check.alertName), time: \(check.time)s, exp: \(Self.text(check.expected)), "
                    + "got: \(Self.text(actual))", line: check.line)
        }
    }

    private static func counts(_ alerts: [RuleTest.AlertCheck.Expected]) -> [RuleTest.AlertCheck.Expected: Int] {
        Dictionary(alerts.map { ($0, 1) }, uniquingKeysWith: +)
    }

    private static func text(_ alerts: [RuleTest.AlertCheck.Expected]) -> String {
        let texts = alerts.map { alert in
            "Labels:\(Labels(alert.labels.map { ($0.key, $0.value) })) "
                + "Annotations:\(Labels(alert.annotations.map { ($0.key, $0.value) }))"
        }
        return "[\(texts.sorted().joined(separator: ", "))]"
    }

    private mutating func compare(_ check: RuleTest.QueryCheck) {
        let time = Int64((check.time * 1000).rounded())
        let result: [(Labels, Double)]
        do {
            switch try QueryEngine(source: series).instant(check.expr, at: time) {
            case .vector(let samples): result = samples.map { ($0.labels, $0.value) }
            case .scalar(let value, _): result = [(Labels([]), value)]
            case .string, .matrix: return note("expr: \(check.expr) yields no instant vector", line: check.line)
            }
        } catch {
            return note("expr: \(check.expr), time: \(check.time)s, err: \(error)", line: check.line)
        }
        let actual = result.map(Self.text).sorted()
        let expected = check.expected.map { Self.text(($0.labels, $0.value)) }.sorted()
        if actual != expected {
            note("expr: \(check.expr), time: \(check.time)s, exp: \(expected), got: \(actual)", line: check.line)
        }
    }

    private static func text(_ sample: (Labels, Double)) -> String { "\(sample.0) \(SampleText.format(sample.1))" }

    private mutating func note(_ reason: String, line: Int) {
        found.append(RuleFinding(file: file, line: line, severity: .error, reason: reason))
    }
}
