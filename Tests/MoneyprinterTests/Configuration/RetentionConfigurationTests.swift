import EventStore
import Testing

@testable import moneyprinter

@Suite("The configuration of retention")
struct RetentionConfigurationTests {
    private func load(_ text: String) throws -> Configuration {
        try Configuration.load(text: text, file: "config.toml", environment: [:])
    }

    @Test("nothing is removed unless that was asked for")
    func off() throws {
        #expect(try load("[retention]\ndays = 3").retentionPolicy == nil)
    }

    @Test("types, tasks, alerts and all else have their days, and what stands is never removed")
    func policy() throws {
        let loaded = try load(
            """
            [retention]
            enabled = true
            days = 14
            task_days = 90
            types = ["span.*=7", "request.received=0", "role.*=1"]
            megabytes = 512
            [app]
            mcp_metrics_retention_hours = 48
            """)
        let policy = try #require(loaded.retentionPolicy)
        let day = RetentionPolicy.day
        #expect(policy.seconds == 14 * day && policy.bytes == 512 << 20)
        func seconds(_ type: EventType) -> Double? { policy.rules.first { $0.types.matches(type) }?.seconds }
        #expect(seconds("span.ended") == 7 * day)
        #expect(seconds("task.created") == 90 * day && seconds("alert.fired") == 365 * day)
        #expect(seconds("metrics.sampled") == 2 * day)
        for type: EventType in ["request.received", "role.saved", "alert.rule_saved"] {
            #expect(policy.rules.contains { $0.types.matches(type) } && seconds(type) == nil)
        }
    }

    @Test(
        "a rule that is none is named, with what is allowed",
        arguments: ["span.*", "span.*=", "=7", "span.*=-1", "span.*=40000", "Span=7", "a b=7", "span.*=7=7"])
    func faults(rule: String) {
        do {
            _ = try load("[retention]\ntypes = [\"\(rule)\"]")
            Issue.record("\(rule) was taken")
        } catch {
            #expect("\(error)".contains("types") && "\(error)".contains("span.*=7"))
        }
    }
}
