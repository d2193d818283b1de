import EventStore

/// A decision as checkpoints hold it: its fact in the form in which the log would have it.
struct StoredDecision: Codable, Sendable {
    let key: String
    private let rule: String
    private let type: String
    private let fact: String
    private let tick: Tick
    private let expr: String
    private let series: [String: String]

    init(_ decision: AlertDecision) {
        key = decision.key
        rule = decision.rule
        type = Swift.type(of: decision.event).type.name
        fact = (try? JSON(encoding: decision.event).text) ?? ""
        tick = decision.tick
        expr = decision.expr
        series = decision.series
    }

    /// Nil where this build cannot read it: it is then decided anew.
    var decision: AlertDecision? {
        guard let object = (try? JSON(parsing: Array(fact.utf8)))?.object, let fact = try? read(object) else {
            return nil
        }
        return AlertDecision(rule: rule, fact: fact, tick: tick, expr: expr, series: series)
    }

    private func read(_ object: JSONObject) throws -> AlertDecision.Fact {
        switch type {
        case AlertPending.type.name: .pending(try .read(object))
        case AlertFired.type.name: .fired(try .read(object))
        case AlertResolved.type.name: .resolved(try .read(object))
        case MetricsReceived.type.name: .recorded(try .read(object))
        default: .failed(try .read(object))
        }
    }
}
