import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The alerts of a rule")
struct RuleStateTests {
    private func rule(
        for duration: Double = 30, keepFiringFor: Double = 0, noData: String = "ok"
    ) throws -> AlertRule {
        var saved = AlertRuleSaved(name: "r", duration: duration, severity: "", expr: "x > 1")
        saved.keepFiringFor = keepFiringFor
        saved.noData = noData
        return try AlertRule(saved)
    }

    /// The words of what changes while answers come every ten seconds: the label sets that hold, nil for no data.
    private func words(_ rule: AlertRule, _ answers: [[String]?]) -> [String] {
        var state = RuleState()
        return answers.enumerated().flatMap { place, sets in
            let samples = (sets ?? []).map {
                RuleAnswer.Sample(labels: ["alertname": "r", "a": $0], series: ["a": $0], value: 2)
            }
            let tick = Tick(
                position: Position(UInt64(place + 1)),
                time: ManualClock.start.advanced(bySeconds: Double(place) * 10))
            return state.take(RuleAnswer(samples: samples, hasData: sets != nil), of: rule, at: tick).map {
                "\(place):\($0.instance.identity.labels["a"] ?? "-") \($0.name)"
            }
        }
    }

    @Test("fire once their condition has held for the duration, each label set for itself")
    func labelSets() throws {
        let found = words(try rule(), [["a"], ["a", "b"], ["a", "b"], ["a"], ["b"], []])
        #expect(
            found == [
                "0:a pending", "1:b pending", "3:a fired", "3:b resolved", "4:a resolved", "4:b pending",
                "5:b resolved",
            ])
    }

    @Test("fire at once without a duration, and are then never pending")
    func immediately() throws { #expect(words(try rule(for: 0), [["a"], []]) == ["0:a fired", "1:a resolved"]) }

    @Test("go on firing for as long as the rule says, and begin to wait anew where the condition holds again")
    func keepFiring() throws {
        let rule = try rule(for: 0, keepFiringFor: 20)
        #expect(words(rule, [["a"], [], [], []]) == ["0:a fired", "3:a resolved"])
        #expect(words(rule, [["a"], [], ["a"], [], [], []]) == ["0:a fired", "5:a resolved"])
    }

    @Test("obey the rule's word for a lack of data")
    func noData() throws {
        #expect(words(try rule(for: 10), [["a"], ["a"], nil]) == ["0:a pending", "1:a fired", "2:a resolved"])
        #expect(
            words(try rule(for: 10, noData: "keep_last"), [["a"], ["a"], nil, []])
                == ["0:a pending", "1:a fired", "3:a resolved"])
        #expect(
            words(try rule(for: 10, noData: "alerting"), [nil, nil, []]) == [
                "0:- pending", "1:- fired", "2:- resolved",
            ])
        var state = RuleState()
        let tick = Tick(position: Position(1), time: ManualClock.start)
        let answer = RuleAnswer(samples: [], hasData: false)
        let marked = state.take(answer, of: try rule(for: 0, noData: "no_data"), at: tick)
        #expect(marked.map(\.instance.identity.labels) == [["alertname": "r", "no_data": "true"]])
    }

    @Test("come again as other alerts with the same fingerprint")
    func identities() throws {
        var state = RuleState()
        let sample = RuleAnswer.Sample(labels: ["alertname": "r"], series: [:], value: 2)
        let answers = [[sample], [], [sample]].map { RuleAnswer(samples: $0, hasData: true) }
        let rule = try rule(for: 0)
        let found = answers.enumerated().flatMap { place, answer in
            let tick = Tick(position: Position(UInt64(place)), time: ManualClock.start)
            return state.take(answer, of: rule, at: tick).map(\.instance.identity)
        }
        #expect(Set(found.map(\.fingerprint)).count == 1 && Set(found.map(\.id)).count == 2)
    }
}
