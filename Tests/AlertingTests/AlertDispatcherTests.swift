import EventStore
import Projections
import Synchronization
import TestKit
import Testing

@testable import Alerting

@Suite("The alert dispatcher")
struct AlertDispatcherTests {
    private let scenario = AlertScenario()

    /// Three failures, and time enough for the alert to fire.
    private func fire(cooldown: Double = 0) async throws {
        try await scenario.save(cooldown: cooldown)
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate()
    }

    @Test("tells a handler that an alert fires, and once that it is over")
    func tells() async throws {
        try await fire()
        try await scenario.dispatch()
        try await scenario.pass(seconds: 400)
        try await scenario.evaluate()
        try await scenario.dispatch()
        #expect(scenario.told.words == ["triggered", "resolved"])
        #expect(
            try await scenario.transitions() == ["pending", "fired", "triggered told", "resolved", "resolved told"])
        let notice = scenario.told.notifications[0]
        #expect(
            notice.json["rule_name"] == "errors" && notice.json["status"] == "triggered" && notice.value == 3
                && notice.key == "errors/\(notice.fingerprint)/2026-01-01T00:00:50.000000Z/triggered")
        #expect(notice.evidence == [Position(3), Position(5), Position(7)])
    }

    @Test("puts a delivery into the trace that made the alert fire, and hands that on")
    func traced() async throws {
        let caller = TraceContext.root()
        try await scenario.save()
        for number in 0..<3 {
            let facts: [any Event] = [
                RequestReceived(
                    request: "\(number)", transport: "http", revision: "", method: "tools/call", rpcID: nil,
                    client: nil,
                    params: [:]),
                RequestCompleted(request: "\(number)", method: "tools/call", errorCode: -32603, seconds: 0.1),
            ]
            try await scenario.log.append(
                Proposal(
                    facts, to: RequestEvents.stream(of: "\(number)"), metadata: EventMetadata(trace: caller)))
        }
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate()
        try await scenario.dispatch(failing: true)
        let delivery = try #require(scenario.told.deliveries.first)
        let events = try await scenario.log.readAll(Selection(trace: caller.traceID))
        let span = try #require(events.last?.body(as: SpanEnded.self))
        #expect(span.name == "notify log" && span.parent == caller.spanID && span.status == .error)
        #expect(events.last?.metadata.trace == delivery.trace && delivery.trace?.traceID == caller.traceID)
    }

    @Test("tells nothing twice after a restart", arguments: [1, 1000])
    func restarts(pageSize: Int) async throws {
        try await fire()
        for _ in 0..<4 { try await scenario.dispatch(pageSize: pageSize) }
        #expect(scenario.told.words == ["triggered"])
    }

    @Test("records a delivery that failed, and does not announce the end of what nobody heard of")
    func failure() async throws {
        try await fire()
        try await scenario.dispatch(failing: true)
        try await scenario.pass(seconds: 400)
        try await scenario.evaluate()
        try await scenario.dispatch()
        #expect(try await scenario.transitions() == ["pending", "fired", "triggered in vain", "resolved"])
        #expect(scenario.told.words == [])
    }

    @Test("is quiet during a cooldown, while the alert's state goes on")
    func cooldown() async throws {
        try await fire(cooldown: 2000)
        try await scenario.dispatch()
        for _ in 0..<2 {
            try await scenario.pass(seconds: 400)
            try await scenario.fail(3)
            try await scenario.pass(seconds: 50)
            try await scenario.evaluate()
            try await scenario.dispatch()
        }
        let fired = try await scenario.transitions().count { $0 == "fired" }
        #expect(fired == 3 && scenario.told.words == ["triggered", "resolved"])
    }

    @Test("tells of an alert that still fires when the cooldown is over")
    func afterCooldown() async throws {
        try await fire(cooldown: 500)
        try await scenario.dispatch()
        try await scenario.pass(seconds: 400)
        try await scenario.fail(3)
        try await scenario.pass(seconds: 50)
        try await scenario.evaluate()
        try await scenario.dispatch()
        #expect(scenario.told.words == ["triggered", "resolved"])
        try await scenario.pass(seconds: 100)
        try await scenario.dispatch()
        #expect(scenario.told.words == ["triggered", "resolved", "triggered"])
    }

    @Test("does not trouble anyone, on a start, with alerts that are over")
    func oldNews() async throws {
        try await fire()
        try await scenario.pass(seconds: 400)
        try await scenario.evaluate()
        try await scenario.dispatch()
        #expect(scenario.told.words == [])
    }

    @Test("writes a line a notification with the log handler")
    func line() async throws {
        try await fire()
        let lines = Mutex<[String]>([])
        var pass = DispatchPass(
            log: scenario.log, handlers: [LogHandler { line in lines.withLock { $0.append(line) } }])
        await pass.take(try await scenario.log.read(.all, after: .start, limit: 1000))
        #expect(
            lines.withLock { $0 } == [
                "alert errors triggered (warning): mcp.operations.error is 3.0, condition > 2, at "
                    + "2026-01-01T00:00:50.000000Z, position 14, events 3 5 7"
            ])
    }

    @Test("ends when the log closes")
    func ends() async throws {
        try await fire()
        await scenario.log.close()
        try await AlertDispatcher(log: scenario.log, handlers: []).run()
    }
}
