public import EventStore
public import Projections
import PromQL

/// Builds explanations of alerts from the log.
public struct AlertExplainer: Sendable {
    private let log: any EventLog
    private let series: SeriesHost?

    /// Events of one alert, and series of one transition, that are looked at.
    private static let eventLimit = 2000
    private static let seriesLimit = 20

    /// - Parameter series: of the same log; nil to leave out what the series were.
    public init(log: any EventLog, series: SeriesHost?) {
        self.log = log
        self.series = series
    }

    /// Why an alert is there; nil where the log has none of the id.
    ///
    /// - Parameters:
    ///   - alert: the alert as a read model has it, or had it at a past position.
    ///   - position: nothing after it is looked at; nil for all.
    public func explain(_ alert: ActiveAlerts.Alert, asOf position: Position? = nil) async throws -> AlertExplanation {
        let rule = try await rule(of: alert, through: position)
        var transitions = try await transitions(of: alert, through: position)
        if let expression = rule?.checked?.expression {
            for place in transitions.indices {
                transitions[place].series = await readings(expression, transitions[place])
            }
        }
        return AlertExplanation(
            alert: alert, rule: rule?.checked, ruleVersion: rule?.number, savedBy: rule?.savedBy, reason: rule?.reason,
            transitions: transitions, evidence: try await evidence(of: alert))
    }

    /// The rule as it was when the alert was decided, with its number among the versions.
    private func rule(of alert: ActiveAlerts.Alert, through position: Position?) async throws -> RuleBook.Entry? {
        let bound = alert.ruleVersion ?? alert.updated
        let selection = Selection(
            stream: AlertEvents.stream(ofRule: alert.rule), through: min(bound, position ?? bound))
        let events = try await log.readAll(selection)
        return RuleBook(folding: events).versions(of: alert.rule).first { !$0.isDeletion }
    }

    private func transitions(
        of alert: ActiveAlerts.Alert, through position: Position?
    ) async throws -> [AlertExplanation.Transition] {
        let selection = Selection(
            types: [AlertPending.type, AlertFired.type, AlertResolved.type].map { TypePattern($0.name) },
            stream: AlertEvents.stream(ofAlert: alert.rule), through: position, since: alert.since,
            until: alert.resolvedAt)
        var found: [AlertExplanation.Transition] = []
        let page = try await log.read(selection, after: .start, limit: Self.eventLimit)
        for event in page.events {
            switch event.body {
            case let fact as AlertPending where fact.alert.fingerprint == alert.fingerprint:
                found.append(Self.transition("pending", fact.value, nil, event))
            case let fact as AlertFired where fact.alert.fingerprint == alert.fingerprint:
                found.append(Self.transition("firing", fact.value, nil, event))
            case let fact as AlertResolved where fact.alert.fingerprint == alert.fingerprint:
                found.append(Self.transition("resolved", fact.value, fact.cause.rawValue, event))
            default: break
            }
        }
        return found
    }

    private static func transition(
        _ state: String, _ value: Double?, _ cause: String?, _ event: RecordedEvent
    ) -> AlertExplanation.Transition {
        AlertExplanation.Transition(
            state: state, at: event.time, position: event.position, tick: event.metadata.causation, value: value,
            cause: cause)
    }

    private func evidence(of alert: ActiveAlerts.Alert) async throws -> [AlertExplanation.Cause] {
        var found: [AlertExplanation.Cause] = []
        for position in alert.evidence where position > .start {
            let page = try await log.readBackwards(.all, before: position.advanced(by: 1), limit: 1)
            guard let event = page.events.first, event.position == position else { continue }
            found.append(
                AlertExplanation.Cause(
                    position: position, type: event.type.name, at: event.time,
                    trace: event.metadata.trace?.traceID.hex, data: event.json["data"] ?? .null))
        }
        return found
    }

    /// What the selectors had at the tick of a transition; nothing where that cannot be told.
    private func readings(
        _ expression: PromQL.Expression, _ transition: AlertExplanation.Transition
    ) async -> [AlertExplanation.Reading] {
        guard let series, let tick = transition.tick,
            let page = try? await log.readBackwards(.all, before: tick.advanced(by: 1), limit: 1),
            let event = page.events.first
        else { return [] }
        let time = Tick(event).milliseconds
        let selectors = expression.selectors
        let found = try? await series.evaluate(asOf: tick) { source in
            try Self.readings(selectors, source, time)
        }
        return found ?? []
    }

    private static func readings(
        _ selectors: [VectorSelector], _ source: RecordedSeries, _ time: Int64
    ) throws -> [AlertExplanation.Reading] {
        var readings: [AlertExplanation.Reading] = []
        for selector in selectors {
            let selection = SeriesSelection(
                matchers: selector.matchers, from: time - RuleReach.lookback, to: time, seriesLimit: 1000)
            for series in try source.select(selection).sorted(by: { $0.labels < $1.labels }) {
                guard readings.count < seriesLimit else { return readings }
                let samples = try series.load()
                guard let at = samples.timestamps.last, let value = samples.values.last, !value.isStaleMarker else {
                    continue
                }
                let reading = AlertExplanation.Reading(
                    labels: series.labels.description, value: value, at: Timestamp(nanoseconds: at * 1_000_000),
                    events: try source.evidence(for: series.labels, at: at))
                if !readings.contains(reading) { readings.append(reading) }
            }
        }
        return readings
    }
}
