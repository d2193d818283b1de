import EventStore
import Projections
import TestKit
import Testing

@Suite("Active alerts")
struct ActiveAlertsTests {
    private let since = ManualClock.start
    private let rule = AlertRuleSaved(
        name: "r", metric: "mcp.operations.error", condition: "> 10", duration: 60, cooldown: 60, severity: "warning",
        enabled: true)
    private var pending: AlertPending { AlertPending(rule: "r", value: 11, since: since) }
    private var fired: AlertFired {
        AlertFired(
            rule: "r", metric: "mcp.operations.error", condition: "> 10", severity: "warning", value: 12,
            since: since, evidence: [Position(4), Position(5)])
    }

    @Test("show a pending alert with its rule's words")
    func pendingAlert() {
        Given(ActiveAlerts.self, rule, pending).then {
            #expect($0.alert(of: "r")?.state == .pending && $0.alert(of: "r")?.condition == "> 10")
        }
    }

    @Test("show a firing alert with the events that fired it and who was told")
    func firing() {
        let told = AlertNotified(rule: "r", handler: "log", status: "triggered", delivered: true, error: nil)
        Given(ActiveAlerts.self, rule, pending, fired, told).then {
            #expect($0.active.map(\.state) == [.firing] && $0.alert(of: "r")?.evidence == [Position(4), Position(5)])
            #expect($0.json["active"]?[0]?["status"] == "triggered")
            #expect($0.json["active"]?[0]?["notifications"]?[0]?["handler"] == "log")
        }
    }

    @Test("move a fired alert to the history when it resolves, and drop one that never fired")
    func resolved() {
        let end = AlertResolved(rule: "r", value: 2, hadFired: true)
        Given(ActiveAlerts.self, rule, pending, fired, end).then {
            #expect($0.active.isEmpty && $0.history.map(\.state) == [.resolved] && $0.history[0].value == 2)
        }
        Given(ActiveAlerts.self, rule, pending, AlertResolved(rule: "r", value: 2, hadFired: false)).then {
            #expect($0.active.isEmpty && $0.history.isEmpty)
        }
    }

    @Test("keep a bounded history")
    func bounded() {
        let end = AlertResolved(rule: "r", value: 2, hadFired: true)
        let events = (0..<ActiveAlerts.historyLimit + 3).flatMap { _ in [fired, end] as [any Event] }
        #expect(ActiveAlerts(folding: recorded(events)).history.count == ActiveAlerts.historyLimit)
    }

    @Test("come with a rule book that holds the last form of each rule")
    func rules() {
        let changed = AlertRuleSaved(
            name: "r", metric: "mcp.operations.error", condition: "> 20", duration: 60, cooldown: 60,
            severity: "critical", enabled: false)
        Given(RuleBook.self, rule, changed).then {
            #expect($0.rules.map(\.rule) == [changed] && $0.rule("r")?.saved == Position(2))
        }
    }
}
