import EventStore
import Projections
import PromQL

/// Where and when a rule is evaluated, and what its templates can name besides the alert.
struct RuleContext: Sendable {
    let engine: QueryEngine
    let tick: Tick
    var externalLabels: [String: String] = [:]
    var externalURL = ""

    init(source: any SeriesSource, tick: Tick) {
        engine = QueryEngine(source: source, options: Self.options)
        self.tick = tick
    }

    /// Limits that depend on the data alone: what fails, fails each time it is asked.
    private static let options: QueryOptions = {
        var options = QueryOptions()
        options.lookback = RuleReach.lookback
        options.limits.timeout = .seconds(3600)
        return options
    }()

    /// The value of an expression.
    ///
    /// - Throws: a ``RuleAnswer/Fault`` where the expression is at fault, and what the source throws.
    func vector(_ expression: PromQL.Expression) throws -> [InstantSample] {
        do {
            return Self.samples(of: try engine.instant(expression, at: tick.milliseconds))
        } catch let error as QueryError {
            throw RuleAnswer.Fault(description: error.description)
        }
    }

    /// What a template is filled in with.
    func data(_ series: [String: String], _ value: Double) -> AlertTemplate.Data {
        var data = AlertTemplate.Data(labels: series, value: value)
        data.externalLabels = externalLabels
        data.externalURL = externalURL
        let (engine, time) = (engine, tick.milliseconds)
        data.query = { text in Self.samples(of: try engine.instant(text, at: time)) }
        return data
    }

    private static func samples(of result: QueryResult) -> [InstantSample] {
        // Rules with a scalar expression are compiled to vectors.
        if case .vector(let samples) = result { samples } else { [] }
    }
}
