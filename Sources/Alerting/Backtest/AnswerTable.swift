import EventStore
import Projections
import PromQL

/// A rule's answers at many ticks, from one query over all of them.
struct AnswerTable: Sendable {
    private struct Row {
        let series: [String: String]
        /// Nil where they depend on the value: then they are filled in for each sample.
        let labels: [String: String]?
        let values: [Double]
    }

    private let rule: AlertRule
    private var rows: [Row] = []
    /// The rows that have a value at each tick.
    private var present: [[Int32]]
    /// Whether there are data at each tick; nil where nobody asks.
    private var data: [Bool]?

    init(_ compiled: CompiledRule, _ ticks: [Tick], _ source: any SeriesSource) throws {
        rule = compiled.rule
        let times = ticks.map(\.milliseconds)
        present = Array(repeating: [], count: ticks.count)
        guard let last = ticks.last else { return }
        let context = RuleContext(source: source, tick: last)
        let isStatic = rule.labels.values.allSatisfy { !$0.text.contains("{{") }
        for series in try Self.range(compiled.expression, times, context) {
            let labels = series.labels.dictionary
            add(series.samples, labels, isStatic ? rule.alertLabels(labels, 0, context) : nil, times)
        }
        guard rule.noData != .ok, let expression = compiled.data else { return }
        var known = Array(repeating: false, count: ticks.count)
        for series in try Self.range(expression, times, context) {
            Self.visit(series.samples, times) { place, _ in known[place] = true }
        }
        data = known
    }

    private static func range(
        _ expression: PromQL.Expression, _ times: [Int64], _ context: RuleContext
    ) throws -> [RangeSeries] {
        do {
            // Two ticks within a millisecond see the same.
            var distinct: [Int64] = []
            for time in times where distinct.last != time { distinct.append(time) }
            return try context.engine.range(expression, at: distinct)
        } catch let error as QueryError {
            throw RuleAnswer.Fault(description: error.description)
        }
    }

    private mutating func add(
        _ samples: Samples, _ series: [String: String], _ labels: [String: String]?, _ times: [Int64]
    ) {
        var values = [Double](repeating: .nan, count: times.count)
        let row = Int32(rows.count)
        Self.visit(samples, times) { place, value in
            values[place] = value
            present[place].append(row)
        }
        rows.append(Row(series: series, labels: labels, values: values))
    }

    private static func visit(_ samples: Samples, _ times: [Int64], _ body: (Int, Double) -> Void) {
        var place = 0
        for (time, value) in zip(samples.timestamps, samples.values) {
            while place < times.count, times[place] < time { place += 1 }
            while place < times.count, times[place] == time {
                body(place, value)
                place += 1
            }
        }
    }

    /// Whether the answer at a tick says nothing at all: then an inactive rule stays so.
    func isSilent(_ place: Int) -> Bool { present[place].isEmpty && data?[place] != false }

    func answer(_ place: Int) -> RuleAnswer {
        let samples = present[place].map { row in
            let row = rows[Int(row)]
            let value = row.values[place]
            return RuleAnswer.Sample(
                labels: row.labels ?? rule.alertLabels(row.series, value, nil), series: row.series, value: value)
        }
        return RuleAnswer(samples: samples, hasData: data?[place] ?? true)
    }
}
