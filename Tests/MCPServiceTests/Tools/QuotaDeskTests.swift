import Access
import EventStore
import Projections
import TestKit
import Testing

@testable import MCPService

@Suite("The desk of quotas")
struct QuotaDeskTests {
    private let clock = ManualClock()
    private let log: InMemoryEventLog

    init() { log = InMemoryEventLog(clock: clock) }

    private static let quotas = LimitQuotasSet(
        base: TaskQuotas(openTasks: 3, tasksADay: 100, videoSecondsADay: 1000, diskBytes: 1000))

    /// Runs `body` with a desk whose read models follow the log.
    private func withDesk(
        openTasks: Int = 100, _ body: (QuotaDesk, ProjectionHost) async throws -> Void
    ) async throws {
        let host = ProjectionHost(log: log, projections: DashboardRenderer.projections, timeout: .seconds(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            let set = try await log.append([Self.quotas], to: AccessEvents.limits)
            try await host.wait(for: set.last)
            try await body(QuotaDesk(log: log, host: host, openTasks: openTasks, clock: clock), host)
            group.cancelAll()
        }
    }

    private func context(_ user: String, role: String = "user", key: String? = nil) -> ToolContext {
        let caller = Caller(principal: Principal(id: user, role: role, credential: .apiKey(id: "k")))
        let meta: JSONObject = key.map { ["_meta": [MetaKey.idempotencyKey: .string($0)]] } ?? [:]
        let request = Request(
            id: .int(1), method: "tools/call", params: meta, revision: .modern,
            origin: RequestOrigin(transport: .http, connection: "c", caller: caller))
        return ToolContext(
            RequestContext(request: request, trace: .root(), principal: user, owner: nil, notify: { _ in }))
    }

    private func ask(_ desk: TaskDesk, _ context: ToolContext) async -> ToolError? {
        do throws(ToolError) {
            _ = try await desk.submit(
                .script, for: "generate_video_script", input: [:], estimatedSeconds: 1, in: context)
            return nil
        } catch { return error }
    }

    @Test("gives a hundred callers at once exactly as many places as there are")
    func exact() async throws {
        try await withDesk { quotas, _ in
            let desk = TaskDesk(log: log, quotas: quotas)
            let refused = await withTaskGroup(of: ToolError?.self) { group in
                for _ in 0..<100 { group.addTask { await ask(desk, context("ann")) } }
                var refused: [ToolError] = []
                for await error in group { if let error { refused.append(error) } }
                return refused
            }
            #expect(refused.count == 97)
            let created = try await log.readAll(Selection(types: [TypePattern(TaskCreated.type.name)]))
            #expect(created.count == 3 && created.allSatisfy { $0.body(as: TaskCreated.self)?.charge?.role == "user" })
            #expect(await ask(desk, context("tom")) == nil, "another's quota is another's")
            let error = try #require(refused.first?.protocolError)
            #expect(error.code == -32004 && error.httpStatus == 429 && error.data?["quota"] == "open-tasks")
            let notes = try await log.readAll(Selection(types: [TypePattern(LimitExceeded.type.name)]))
            #expect(notes.count == 1 && notes[0].body(as: LimitExceeded.self)?.key == "ann")
        }
    }

    @Test("has room again when a task is over, and where the log did not take one")
    func room() async throws {
        try await withDesk { quotas, _ in
            let desk = TaskDesk(log: log, quotas: quotas)
            for _ in 0..<3 { #expect(await ask(desk, context("ann")) == nil) }
            #expect(await ask(desk, context("ann"))?.code == .quotaExceeded)
            let first = try #require(
                try await log.readAll(Selection(types: [TypePattern(TaskCreated.type.name)])).first)
            try await log.append(
                [TaskCancelled(task: String(first.stream.id), reason: "")], to: first.stream)
            let place = try await quotas.take(TaskCharge(role: "user"), for: "ann")
            #expect(await ask(desk, context("ann"))?.code == .quotaExceeded)
            quotas.settle(place, at: nil)
            #expect(await ask(desk, context("ann")) == nil)
        }
    }

    @Test("knows a call that is sent again, also where there is no room")
    func again() async throws {
        try await withDesk { quotas, _ in
            let desk = TaskDesk(log: log, quotas: quotas)
            for key in ["a", "b", "c"] { #expect(await ask(desk, context("ann", key: key)) == nil) }
            #expect(await ask(desk, context("ann", key: "b")) == nil)
            #expect(await ask(desk, context("ann", key: "d"))?.code == .quotaExceeded)
            let created = try await log.readAll(Selection(types: [TypePattern(TaskCreated.type.name)]))
            #expect(created.count == 3)
        }
    }

    @Test("refuses everybody, the operator too, where all open tasks are too many")
    func full() async throws {
        try await withDesk(openTasks: 2) { quotas, _ in
            let desk = TaskDesk(log: log, quotas: quotas)
            let operators = ToolContext(trace: .root(), principal: "local") { _, _ in }
            #expect(await ask(desk, context("ann")) == nil)
            #expect(await ask(desk, operators) == nil)
            let error = try #require(await ask(desk, operators)?.protocolError)
            #expect(error.httpStatus == 503 && error.retryAfterSeconds == 10 && error.data?["reason"] == "queue_full")
        }
    }

    @Test("never counts the operator's tasks against quotas")
    func operators() async throws {
        try await withDesk { quotas, _ in
            let desk = TaskDesk(log: log, quotas: quotas)
            let operators = ToolContext(trace: .root(), principal: "local") { _, _ in }
            for _ in 0..<10 { #expect(await ask(desk, operators) == nil) }
        }
    }
}
