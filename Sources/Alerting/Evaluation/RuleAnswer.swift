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
                labels: rule.alertLabels(series, sample.value, context), series: series, value: sample.value)
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
}

extension AlertRule {
    /// The labels of an alert or of a recorded sample.
    func alertLabels(_ series: [String: String], _ value: Double, _ context: RuleContext?) -> [String: String] {
        var all = series
        all[Labels.metricName] = record
        if record == nil, !severity.isEmpty { all["severity"] = severity }
        if !labels.isEmpty {
            let data = context?.data(series, value) ?? AlertTemplate.Data(labels: series, value: value)
            for (name, template) in labels {
                let text = record == nil ? template.filled(data) : template.text
                all[name] = text.isEmpty ? nil : text
            }
        }
        if record == nil { all["alertname"] = alertName }
        return all
    }
}
