public import EventStore

/// What an evaluation arrived at, and what the log is asked to append.
public struct AlertDecision: Equatable, Sendable {
    /// The facts that an evaluation may state.
    public enum Fact: Equatable, Sendable {
        case pending(AlertPending)
        case fired(AlertFired)
        case resolved(AlertResolved)
        case failed(AlertRuleFailed)
        /// Samples of a recording rule, which become series as all samples do.
        case recorded(MetricsReceived)
    }

    public let rule: String
    public let fact: Fact
    public let tick: Tick
    /// Of an alert that fires: its rule's expression and the labels of the series, by which its evidence is found.
    let expr: String
    let series: [String: String]

    init(rule: String, fact: Fact, tick: Tick, expr: String = "", series: [String: String] = [:]) {
        self.rule = rule
        self.fact = fact
        self.tick = tick
        self.expr = expr
        self.series = series
    }

    /// The same decision always has the same key, so that the log takes it once.
    public var key: String {
        switch fact {
        case .pending(let fact): Self.key(fact.alert, "pending", tick.position)
        case .fired(let fact): Self.key(fact.alert, "fired", tick.position)
        case .resolved(let fact): Self.key(fact.alert, "resolved", tick.position)
        case .failed(let fact): "alert:\(rule):\(fact.error == nil ? "healthy" : "failed"):\(tick.position)"
        case .recorded: "record:\(rule):\(tick.position)"
        }
    }

    static func key(_ alert: AlertIdentity, _ transition: String, _ tick: Position) -> String {
        "alert:\(alert.rule):\(alert.fingerprint):\(transition):\(tick)"
    }

    /// The event that says so, without evidence.
    public var event: any Event {
        switch fact {
        case .pending(let fact): fact
        case .fired(let fact): fact
        case .resolved(let fact): fact
        case .failed(let fact): fact
        case .recorded(let fact): fact
        }
    }

    private var stream: StreamName {
        switch fact {
        case .pending, .fired, .resolved: AlertEvents.stream(ofAlert: rule)
        case .failed: AlertEvents.stream(ofRule: rule)
        case .recorded: StreamName("metrics", "rules")
        }
    }

    /// What the log is asked to append.
    func proposal(_ evidence: Evidence = Evidence()) -> Proposal {
        var event = event
        if case .fired(let fact) = fact { event = fact.with(evidence) }
        var durability = Durability.synced
        if case .recorded = fact { durability = .committed }
        return Proposal(
            [event], to: stream, durability: durability, key: key, metadata: EventMetadata(causation: tick.position))
    }
}

/// The events that made an alert fire, and their traces.
struct Evidence: Equatable {
    var positions: [Position] = []
    var traces: [String] = []
}

extension AlertFired {
    fileprivate func with(_ evidence: Evidence) -> AlertFired {
        AlertFired(
            alert: alert, annotations: annotations, metric: metric, condition: condition, severity: severity,
            value: value, since: since, ruleVersion: ruleVersion, evidence: evidence.positions,
            traces: evidence.traces)
    }
}
