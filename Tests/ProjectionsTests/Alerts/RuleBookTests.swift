import EventStore
import Projections
import TestKit
import Testing

@Suite("The rule book")
struct RuleBookTests {
    private func rule(_ condition: String, reason: String? = nil) -> AlertRuleSaved {
        var rule = AlertRuleSaved(
            name: "r", metric: "mcp.operations.error", condition: condition, duration: 60, cooldown: 60,
            severity: "warning")
        rule.reason = reason
        return rule
    }

    @Test("lists a rule's versions with who made them and why, the newest first")
    func versions() {
        let happenings = [
            Happening(rule("> 1"), metadata: EventMetadata(principal: "ann")),
            Happening(rule("> 2", reason: "noise"), metadata: EventMetadata(principal: "bob")),
        ]
        Given(RuleBook.self, happenings).then { book in
            let versions = book.versions(of: "r")
            #expect(versions.map(\.number) == [2, 1] && versions.map(\.savedBy) == ["bob", "ann"])
            #expect(versions[0].reason == "noise" && versions[1].rule.condition == "> 1")
            #expect(book.rule("r")?.number == 2 && book.rule("r")?.json["version"] == 2)
        }
    }

    @Test("brings back an old version as a new one")
    func rollback() throws {
        let given = Given(RuleBook.self, rule("> 1"), rule("> 2"))
        let old = try #require(given.value.rollback("r", to: 1, reason: nil))
        #expect(old.condition == "> 1" && old.reason == "back to version 1")
        #expect(given.value.rollback("r", to: 7, reason: nil) == nil)
        Given(RuleBook.self, rule("> 1"), rule("> 2"), old).then { #expect($0.rule("r")?.number == 3) }
    }

    @Test("forgets a deleted rule but not its versions")
    func deletion() {
        Given(RuleBook.self, rule("> 1"), AlertRuleDeleted(name: "r", reason: "done"), rule("> 3")).then { book in
            #expect(book.versions(of: "r").map(\.isDeletion) == [false, true, false])
            #expect(book.rules.count == 1 && book.rollback("r", to: 2, reason: nil) == nil)
        }
        Given(RuleBook.self, rule("> 1"), AlertRuleDeleted(name: "r")).then { #expect($0.rules.isEmpty) }
    }

    @Test("knows why a rule cannot be evaluated, until it can")
    func errors() {
        let failed = AlertRuleFailed(rule: "r", error: "no")
        Given(RuleBook.self, rule("> 1"), failed).then { #expect($0.error(of: "r") == "no") }
        Given(RuleBook.self, rule("> 1"), failed, AlertRuleFailed(rule: "r", error: nil)).then {
            #expect($0.error(of: "r") == nil)
        }
    }

    @Test("keeps a bounded number of versions")
    func bounded() {
        let events = (0..<RuleBook.versionLimit + 5).map { rule("> \($0)") as any Event }
        #expect(RuleBook(folding: recorded(events)).versions(of: "r").count == RuleBook.versionLimit)
    }
}
