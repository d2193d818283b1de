import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("The deliveries of alerts")
struct DeliveriesTests {
    private func notified(_ delivered: Bool, attempt: Int = 1, isFinal: Bool = true) -> AlertNotified {
        AlertNotified(
            alert: AlertIdentity(id: "a-1", rule: "r", fingerprint: "f", labels: ["alertname": "r"]), handler: "ops",
            status: "triggered", delivered: delivered, error: delivered ? nil : "HTTP 503", key: "k", attempt: attempt,
            isFinal: isFinal)
    }

    @Test("are counted by receiver, with the dead letters apart")
    func counts() {
        Given(Deliveries.self, notified(false, isFinal: false), notified(true, attempt: 2), notified(false, attempt: 8))
            .then { deliveries in
                #expect(deliveries.receivers.map(\.name) == ["ops"])
                let ops = deliveries.receivers[0].value
                #expect(ops.delivered == 1 && ops.failed == 2 && ops.dead == 1 && ops.lastError == "HTTP 503")
                #expect(
                    deliveries.deadLetters.map(\.attempt) == [8] && deliveries.outcomes.map(\.attempt) == [8, 2, 1])
            }
    }

    @Test("are kept within bounds")
    func bounded() {
        let events = (0..<Deliveries.recentLimit + 9).map { _ in notified(false) as any Event }
        let deliveries = Deliveries(folding: recorded(events))
        #expect(deliveries.outcomes.count == Deliveries.recentLimit)
        #expect(deliveries.deadLetters.count == Deliveries.recentLimit)
    }
}

@Suite("Silences")
struct SilencesTests {
    private let start = ManualClock.start

    private func silence(_ comment: String = "") -> AlertSilenced {
        AlertSilenced(
            id: "s", matchers: ["a=\"b\""], author: "ann", comment: comment, start: start.advanced(bySeconds: 100),
            end: start.advanced(bySeconds: 200))
    }

    @Test("wait, hold and end, and can be ended by somebody")
    func states() {
        Given(Silences.self, silence()).then { silences in
            let states = [0.0, 100, 200].map { silences.silence("s")?.state(at: start.advanced(bySeconds: $0)) }
            #expect(states == [.pending, .active, .expired])
        }
        let happenings = [Happening(silence()), Happening(AlertSilenceExpired(id: "s", author: "bob"), after: 150)]
        Given(Silences.self, happenings).then { silences, now in
            #expect(silences.silence("s")?.state(at: now) == .expired && silences.all[0].expiredBy == "bob")
            #expect(silences.json(at: now)[0]?["expired_by"] == "bob")
        }
    }

    @Test("are replaced by one of the same id")
    func replaced() {
        Given(Silences.self, silence("one"), silence("two")).then { #expect($0.all.map(\.comment) == ["two"]) }
    }
}

@Suite("Read models of alerts")
struct AlertReadModelsTests {
    private static let types: [any Projection.Type] = [
        ActiveAlerts.self, RuleBook.self, Silences.self, Deliveries.self,
    ]

    private var events: [RecordedEvent] {
        var rule = AlertRuleSaved(name: "r", duration: 5, severity: "info", expr: "x > 1")
        rule.labels = ["team": "a"]
        let alert = AlertIdentity(id: "a-1", rule: "r", fingerprint: "f", labels: ["alertname": "r", "a": "b"])
        let start = ManualClock.start
        return recorded([
            rule, AlertRuleFailed(rule: "r", error: "no"), AlertRuleFailed(rule: "r", error: nil),
            AlertPending(alert: alert, value: .nan, since: start, ruleVersion: Position(1)),
            AlertFired(
                alert: alert, annotations: ["x": "y"], metric: "m", condition: "", severity: "info", value: .infinity,
                since: start, ruleVersion: Position(1), evidence: [Position(1)], traces: ["t"]),
            AlertNotified(alert: alert, handler: "h", status: "triggered", delivered: true, error: nil, key: "k"),
            AlertSilenced(id: "s", matchers: [], author: "a", comment: "c", start: start, end: start),
            AlertResolved(alert: alert, value: nil, hadFired: true, cause: .noData), AlertRuleDeleted(name: "r"),
        ])
    }

    @Test("go on from what was stored, wherever it is cut")
    func stored() async throws {
        for cut in 0...events.count {
            var models = ReadModels(Self.types)
            for event in events.prefix(cut) { models.apply(event) }
            var again = try ReadModels(Self.types).restored(from: try models.stored())
            for event in events.dropFirst(cut) {
                models.apply(event)
                again.apply(event)
            }
            #expect(try again.stored() == models.stored())
            #expect(again[ActiveAlerts.self].json == models[ActiveAlerts.self].json)
        }
    }

    @Test("tell alerts of one rule apart by their labels, and find them by id")
    func apart() {
        let one = AlertIdentity(id: "a-1", rule: "r", fingerprint: "f1", labels: ["alertname": "r", "a": "1"])
        let two = AlertIdentity(id: "a-2", rule: "r", fingerprint: "f2", labels: ["alertname": "r", "a": "2"])
        let facts = [one, two].map { AlertPending(alert: $0, value: 1, since: ManualClock.start, ruleVersion: nil) }
        Given(ActiveAlerts.self, facts[0], facts[1]).then { alerts in
            #expect(alerts.active.count == 2 && alerts.alerts(of: "r").count == 2)
            #expect(alerts.alert(id: "a-2")?.labels["a"] == "2" && alerts.alert(id: "a-3") == nil)
        }
        let end = AlertResolved(alert: one, value: nil, hadFired: false, cause: .recovered)
        Given(ActiveAlerts.self, facts[0], facts[1], end).then { #expect($0.active.map(\.id) == ["a-2"]) }
    }
}
