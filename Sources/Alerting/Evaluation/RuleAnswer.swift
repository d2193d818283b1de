import EventStore
import Projections
import PromQL

/// What a rule's expression yields at a tick: pure, from a source of series.
struct RuleAnswer: Sendable {
    /// One label set for which the condition holds, or a sample of a recording rule.
    struct Sample: Equatable, Sendable {
        /// Those of the alert: with the rule's own, and `alertname`.
        let labels: [String: String]
        /// Those of the series.
        let series: [String: String]
        let value: Double
    }

    let samples: [Sample]
    /// Whether there was anything to hold the condition against.
    let hasData: Bool

    /// A fault of the rule itself, which is shown; faults of reading are thrown as they come.
    struct Fault: Error, Equatable { let description: String }

    init(samples: [Sample], hasData: Bool) {
        self.samples = samples
        self.hasData = hasData
    }

    /// - Parameter wantsData: whether an empty answer should tell a lack of data from a condition that does not hold.
    init(_ compiled: CompiledRule, _ context: RuleContext, wantsData: Bool) throws {
        let rule = compiled.rule
        let vector = try context.vector(compiled.expression)
        samples = vector.map { sample in
            let series = sample.labels.dictionary
            return Sample(
                labels: Self.labels(of: rule, series, sample.value, context), series: series, value: sample.value)
        }
        let sets = Set(samples.map(\.labels))
        guard sets.count == samples.count else {
            let kind = rule.record == nil ? "alert" : "rule"
            throw Fault(description: "vector contains metrics with the same labelset after applying \(kind) labels")
        }
        guard samples.isEmpty, wantsData, let data = compiled.data else {
            hasData = true
            return
        }
        hasData = try !context.vector(data).isEmpty
    }

    /// The labels of an alert or of a recorded sample.
    private static func labels(
        of rule: AlertRule, _ series: [String: String], _ value: Double, _ context: RuleContext
    ) -> [String: String] {
        var labels = series
        labels[Labels.metricName] = rule.record
        let data = context.data(series, value)
        if rule.record == nil, !rule.severity.isEmpty { labels["severity"] = rule.severity }
        for (name, template) in rule.labels {
            let text = rule.record == nil ? template.filled(data) : template.text
            labels[name] = text.isEmpty ? nil : text
        }
        if rule.record == nil { labels["alertname"] = rule.alertName }
        return labels
    }
}
