import EventStore
import Projections
import TestKit
import Testing

@testable import Alerting

@Suite("The default rules")
struct DefaultRulesTests {
    @Test("are the reference API's four")
    func defaults() {
        #expect(
            AlertRule.defaults.map(\.name) == [
                "high_error_rate", "low_success_rate", "high_response_time", "too_many_connections",
            ])
        #expect(AlertRule.defaults.allSatisfy { $0.isEnabled })
    }

    @Test("never fire on a service that does nothing")
    func quiet() async throws {
        let scenario = AlertScenario()
        try await RuleSeeder(log: scenario.log).seed(AlertRule.defaults)
        try await scenario.pass(seconds: 1000)
        try await scenario.evaluate()
        #expect(try await scenario.transitions() == [])
    }
}

@Suite("The rules of the configuration")
struct RuleSeederTests {
    private let log = InMemoryEventLog(clock: ManualClock())

    private func rule(_ condition: String) throws -> AlertRule {
        try AlertRule(name: "r", metric: "mcp.operations.error", condition: condition)
    }

    private func inForce() async throws -> String? {
        RuleBook(folding: try await log.readAll(.all)).rule("r")?.rule.condition
    }

    @Test("are saved once, however often the service starts")
    func once() async throws {
        let seeder = RuleSeeder(log: log)
        #expect(try await seeder.seed([rule("> 1")]) == ["r"])
        #expect(try await seeder.seed([rule("> 1")]) == [])
        #expect(log.head == Position(1))
    }

    @Test("leave a change made over the API in force until the configuration itself changes")
    func changes() async throws {
        let seeder = RuleSeeder(log: log)
        try await seeder.seed([rule("> 1")])
        try await log.append(each: [rule("> 7").saved])
        try await seeder.seed([rule("> 1")])
        #expect(try await inForce() == "> 7")
        try await seeder.seed([rule("> 2")])
        #expect(try await inForce() == "> 2")
        try await seeder.seed([rule("> 1")])
        #expect(try await inForce() == "> 1")
    }

    @Test("that are configured no longer are deleted, unless somebody has changed them since")
    func removed() async throws {
        let seeder = RuleSeeder(log: log)
        let other = try AlertRule(name: "s", metric: "mcp.operations.error", condition: "> 1")
        try await seeder.seed([rule("> 1"), other])
        try await log.append(each: [try rule("> 7").saved])
        #expect(try await seeder.seed([]) == ["s"])
        let book = RuleBook(folding: try await log.readAll(.all))
        #expect(book.rules.map(\.name) == ["r"] && book.versions(of: "s").first?.isDeletion == true)
        #expect(try await seeder.seed([other]) == ["s"])
    }

    @Test("saved by an older build are the same rules, and are not saved again")
    func older() async throws {
        try await log.append(
            [
                AlertRuleSaved(
                    name: "r", metric: "mcp.operations.error", condition: "> 1", duration: 300, cooldown: 300,
                    severity: "warning")
            ], to: AlertEvents.stream(ofRule: "r"), metadata: EventMetadata(principal: RuleSeeder.principal))
        #expect(try await RuleSeeder(log: log).seed([rule("> 1")]) == [])
    }
}
