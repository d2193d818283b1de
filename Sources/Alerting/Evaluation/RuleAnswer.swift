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
    init(_ compiled: CompiledRule, _ engine: QueryEngine, at time: Int64, wantsData: Bool) throws {
        let rule = compiled.rule
        let vector = try Self.vector(compiled.expression, engine, time)
        samples = vector.map { sample in
            let series = sample.labels.dictionary
            return Sample(
                labels: Self.labels(of: rule, series, sample.value, engine, time), series: series, value: sample.value)
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
        hasData = try !Self.vector(data, engine, time).isEmpty
    }

    static func vector(
        _ expression: PromQL.Expression, _ engine: QueryEngine, _ time: Int64
    ) throws -> [InstantSample] {
        do {
            return samples(of: try engine.instant(expression, at: time))
        } catch let error as QueryError {
            throw Fault(description: error.description)
        }
    }

    private static func samples(of result: QueryResult) -> [InstantSample] {
        switch result {
        case .vector(let samples): samples
        // Rules with a scalar expression are compiled to vectors.
        case .scalar, .string, .matrix: []
        }
    }

    /// The labels of an alert or of a recorded sample.
    private static func labels(
        of rule: AlertRule, _ series: [String: String], _ value: Double, _ engine: QueryEngine, _ time: Int64
    ) -> [String: String] {
        var labels = series
        labels[Labels.metricName] = rule.record
        let data = templateData(series, value, engine, time)
        if rule.record == nil, !rule.severity.isEmpty { labels["severity"] = rule.severity }
        for (name, template) in rule.labels {
            let text = rule.record == nil ? template.filled(data) : template.text
            labels[name] = text.isEmpty ? nil : text
        }
        if rule.record == nil { labels["alertname"] = rule.alertName }
        return labels
    }

    static func templateData(
        _ series: [String: String], _ value: Double, _ engine: QueryEngine, _ time: Int64
    ) -> AlertTemplate.Data {
        var data = AlertTemplate.Data(labels: series, value: value)
        data.query = { text in samples(of: try engine.instant(text, at: time)) }
        return data
    }
}
