import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The alert evaluator")
struct AlertEvaluatorTests {
    private let scenario = AlertScenario()

    @Test("appends each transition, with the tick that caused it and the events that moved the metric")
    func transitions() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == ["pending", "fired"])
        let event = try #require(try await scenario.log.readAll(Selection(types: [TypePattern("alert.fired")])).first)
        let fact = try #require(event.body(as: AlertFired.self))
        #expect(fact.value == 3 && fact.evidence == [Position(3), Position(5), Position(7)])
        #expect(fact.since == ManualClock.start.advanced(bySeconds: 10))
        // The rule, three failures of two events, and the fourth tick: thirty seconds after the first.
        #expect(event.metadata.causation == Position(11))
    }

    @Test("resolves an alert when the condition holds no longer")
    func resolves() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 400)
        try await scenario.evaluate()
        let found = try await scenario.transitions()
        #expect(found == ["pending", "fired", "resolved"])
    }

    @Test("appends nothing twice, however often it is started", arguments: [1, 3, 1000])
    func restarts(pageSize: Int) async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 400)
        for _ in 0..<4 { try await scenario.evaluate(pageSize: pageSize) }
        let found = try await scenario.transitions()
        #expect(found == ["pending", "fired", "resolved"])
    }

    @Test("goes on after a restart as if it had never stopped")
    func survives() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 20)
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == ["pending"])
        try await scenario.pass(seconds: 20)
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == ["pending", "fired"])
    }

    @Test("appends after a restart what it had decided and not yet appended when it died")
    func death() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate(on: RefusingLog(scenario.log))
        #expect(try await scenario.transitions() == [])
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == ["pending", "fired"])
    }

    @Test("comes to the same decisions wherever it is killed on its way", arguments: 0..<16)
    func anyDeath(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let (steady, mortal) = (AlertScenario(), AlertScenario())
        for scenario in [steady, mortal] { try await scenario.save(duration: 20) }
        for _ in 0..<12 {
            let failures = Int.random(in: 0...2, using: &generator)
            let seconds = 10 * Int.random(in: 1...12, using: &generator)
            for scenario in [steady, mortal] {
                try await scenario.fail(failures)
                try await scenario.pass(seconds: seconds)
            }
            if Bool.random(using: &generator) {
                try await mortal.evaluate(pageSize: Int.random(in: 1...9, using: &generator))
            }
        }
        try await steady.evaluate()
        try await mortal.evaluate()
        let (one, other) = (try await mortal.transitions(), try await steady.transitions())
        #expect(one == other)
    }

    @Test("ends the alert of a rule that is switched off, and leaves one whose loudness changes")
    func ruleChanges() async throws {
        try await scenario.save()
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await scenario.save(cooldown: 900)
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == ["pending", "fired"])
        try await scenario.save(enabled: false)
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate()
        let found = try await scenario.transitions()
        #expect(found == ["pending", "fired", "resolved"])
    }

    @Test("passes over a saved rule that does not hold up to the checks")
    func badRule() async throws {
        try await scenario.save(condition: "more than 2")
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == [])
    }

    @Test("ends an alert that the log holds open though no rule stands behind it")
    func stray() async throws {
        try await scenario.log.append(each: [AlertPending(rule: "gone", value: 1, since: ManualClock.start)])
        for _ in 0..<3 { try await scenario.evaluate() }
        #expect(try await scenario.transitions() == ["pending", "lapsed"])
    }

    @Test("ends when the log closes")
    func ends() async throws {
        try await scenario.save()
        await scenario.log.close()
        try await AlertEvaluator(log: scenario.log, series: SeriesHost(log: scenario.log)).run()
    }
}
