import EventStore
@testable import Projections
import TestKit
import Testing

@Suite("A projection host")
struct ProjectionHostTests {
    private let clock = ManualClock()

    private func created(_ task: String) -> TaskCreated {
        TaskCreated(task: task, kind: .video, tool: "create_video", input: [:], estimatedSeconds: 10)
    }

    /// Runs `body` beside a running host, then closes the log.
    private func withHost(
        _ body: @Sendable @escaping (any EventLog, ProjectionHost) async throws -> Void
    ) async throws {
        let log = InMemoryEventLog(clock: clock)
        let host = ProjectionHost(log: log, projections: DashboardRenderer.projections, timeout: .seconds(60))
        async let running: Void = host.run()
        do { try await body(log, host) } catch {
            await log.close()
            throw error
        }
        await log.close()
        try await running
    }

    @Test("shows a writer its own writes")
    func readYourWrites() async throws {
        try await withHost { log, host in
            for number in 1...50 {
                let appended = try await log.append([created("mcp_\(number)")], to: TaskEvents.stream(of: "\(number)"))
                let view = try await host.view(TaskBoard.self, including: appended.last)
                #expect(view.value.task("mcp_\(number)") != nil && view.position >= appended.last)
            }
        }
    }

    @Test("applies a page in stretches, between which others get at it")
    func stretches() async throws {
        let log = InMemoryEventLog(clock: clock)
        try await log.append(each: (0..<100).map { created("\($0)") })
        let host = ProjectionHost(log: log, projections: DashboardRenderer.projections)
        var seen: [UInt64] = []
        _ = host.apply(try await log.readAll(.all)) { seen.append(host.position.value) }
        #expect(seen == [32, 64, 96, 100])
    }

    @Test("gives a view that later events do not change")
    func viewsStand() async throws {
        try await withHost { log, host in
            try await log.append(each: [created("a")])
            try await host.caughtUp()
            let view = host.view(TaskBoard.self)
            try await log.append(each: [created("b")])
            try await host.caughtUp()
            #expect(view.value.task("b") == nil && view.position == Position(1))
            #expect(host.read(TaskBoard.self) { $0.value.task("b") != nil })
        }
    }

    @Test("folds the past anew to what it was", arguments: 0..<10)
    func asOf(seed: Int) async throws {
        try await withHost { log, host in
            var random = RandomEvents(seed: UInt64(seed))
            let events = recorded(random.happenings(count: 120))
            for event in events {
                guard let body = event.body else { continue }
                try await log.append([body], to: stream(of: body), metadata: event.metadata)
            }
            try await host.caughtUp()
            let dashboard = Drawn.everything
            for place in [0, 1, 40, 77, 120] {
                let position = Position(UInt64(place))
                var fresh = ReadModels(DashboardRenderer.projections)
                for event in try await log.readAll(Selection(through: position)) { fresh.apply(event) }
                let drawn = try Drawn.bytes(dashboard, try await host.models(asOf: position))
                #expect(try drawn == Drawn.bytes(dashboard, fresh))
                let view = try await host.view(TaskBoard.self, asOf: position)
                #expect(view.time == fresh.time && view.position == fresh.position)
                #expect(view.value.json(now: view.time).bytes == fresh[TaskBoard.self].json(now: fresh.time).bytes)
            }
        }
    }

    @Test("refuses a position that the log does not have yet")
    func future() async throws {
        try await withHost { log, host in
            try await log.append(each: [created("a")])
            await #expect(throws: ProjectionError.notYet(Position(9), head: Position(1))) {
                try await host.view(TaskBoard.self, asOf: Position(9))
            }
        }
    }

    @Test("gives up waiting for a position that does not come")
    func timesOut() async throws {
        try await withHost { _, host in
            await #expect(throws: ProjectionError.timedOut(waitingFor: Position(5), at: .start)) {
                try await host.view(TaskBoard.self, including: Position(5), timeout: .milliseconds(5))
            }
        }
    }

    @Test("wakes those who wait when it stops")
    func stops() async throws {
        let log = InMemoryEventLog(clock: clock)
        let host = ProjectionHost(log: log, projections: [TaskBoard.self], timeout: .seconds(60))
        await log.close()
        try await host.run()
        await #expect(throws: ProjectionError.stopped(waitingFor: Position(1))) {
            try await host.wait(for: Position(1), timeout: .seconds(60))
        }
    }

    @Test("finds the position of a moment")
    func moments() async throws {
        try await withHost { log, host in
            for name in ["a", "b", "c"] {
                try await log.append(each: [created(name)])
                clock.advance(bySeconds: 10)
            }
            #expect(try await host.position(at: ManualClock.start.advanced(bySeconds: 15)) == Position(2))
            #expect(try await host.position(at: ManualClock.start.advanced(bySeconds: -1)) == .start)
        }
    }

    @Test("travels to any position of a long log and finds what was there")
    func longLog() async throws {
        let log = InMemoryEventLog(clock: clock)
        let host = ProjectionHost(log: log, projections: [LogStatistics.self], timeout: .seconds(60))
        let events = (0..<500).map { created("mcp_\($0)") }
        for batch in 0..<60 { try await log.append(events, to: TaskEvents.stream(of: "\(batch)")) }
        async let running: Void = host.run()
        try await host.caughtUp()
        for place in [1, 8191, 8192, 8193, 20_000, 29_999, 30_000] {
            let view = try await host.view(LogStatistics.self, asOf: Position(UInt64(place)))
            #expect(view.value.total.events == place)
        }
        await log.close()
        try await running
    }
}
