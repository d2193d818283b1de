import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("Read models folded anew beside the service")
struct RebuildTests {
    private let log = GatedLog(InMemoryEventLog(clock: ManualClock()))
    private let limits = SnapshotLimits(spacing: 50, count: 6)

    private func host() -> ProjectionHost {
        ProjectionHost(
            log: log, projections: DashboardRenderer.projections, timeout: .seconds(60), snapshots: limits)
    }

    private func fill(_ count: Int, seed: Int = 1) async throws {
        var random = RandomEvents(seed: UInt64(seed))
        for event in recorded(random.happenings(count: count)) {
            guard let body = event.body else { continue }
            try await log.append([body], to: stream(of: body), metadata: event.metadata)
        }
    }

    private func live(_ host: ProjectionHost, _ body: @Sendable @escaping () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await host.caughtUp()
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func fold(through position: Position) async throws -> ReadModels {
        var models = ReadModels(DashboardRenderer.projections)
        for event in try await log.log.readAll(Selection(through: position)) { models.apply(event) }
        return models
    }

    /// A log whose snapshots say that there never was a task, as a fault of an older build might leave them.
    private func spoil() async throws {
        let honest = host()
        try await live(honest) {
            for seed in 0..<4 {
                try await fill(60, seed: seed)
                try await honest.caughtUp()
            }
        }
        for heading in try await log.snapshots(prefix: "projection/models@") {
            let old = try #require(try await log.snapshot(named: heading.name))
            var models = try ReadModels(DashboardRenderer.projections).restored(from: old.inflated())
            models.replace(with: ReadModels([TaskBoard.self]))
            try await log.save(
                try Snapshot(
                    name: old.name, position: old.position, schema: old.schema, deflating: try models.stored()))
        }
    }

    private func told<E: Event>(_ type: E.Type) async throws -> [E] {
        try await log.log.readAll(Selection(types: [TypePattern(E.type.name)])).compactMap { $0.body(as: E.self) }
    }

    @Test("are shown to differ from what the log folds to, place by place, and to be the same afterwards")
    func verifies() async throws {
        try await spoil()
        let host = host()
        try await live(host) {
            let before = try await host.verify()
            #expect(before.filter { !$0.isSame }.map(\.name) == ["task_board"])
            #expect(before.first { !$0.isSame }?.difference.entries.isEmpty == false)
            #expect(before.map(\.name) == DashboardRenderer.projections.map { $0.name })
            try await host.rebuild(["task_board"])
            #expect(try await host.verify().allSatisfy(\.isSame))
        }
        #expect(try await told(ProjectionRebuildStarted.self).last?.name == "task_board")
        #expect(try await told(ProjectionRebuildCompleted.self).last?.name == "task_board")
    }

    @Test("put stored values of the past right on the way")
    func mends() async throws {
        try await spoil()
        let host = host()
        try await live(host) { try await host.rebuild() }
        #expect(try await told(ProjectionRebuildStarted.self).last?.name == "models")
        let kept = try await log.snapshots(prefix: "projection/models@")
        #expect(kept.count > 2)
        for heading in kept {
            let models = try await self.host().models(asOf: heading.position)
            #expect(try await models.stored() == fold(through: heading.position).stored())
        }
    }

    @Test("answer with old values until the new ones have seen as much, and are not folded twice at once")
    func swaps() async throws {
        try await spoil()
        let host = host()
        try await live(host) {
            log.shut()
            let plan = try host.beginRebuild(["task_board"])
            await log.reached()
            #expect(host.view(TaskBoard.self).value.tasks().isEmpty)
            #expect(throws: RebuildFault.running("task_board")) { try host.beginRebuild(["task_board"]) }
            #expect(throws: RebuildFault.running("task_board")) { try host.beginRebuild() }
            let listed = try await host.listing()
            let mine = try #require(listed["projections"]?.array?.first { $0["name"] == "task_board" })
            #expect(mine["rebuild"]?["reason"] == "requested")
            #expect(mine["rebuild"]?["through"]?.int == Int(plan.through.value))
            #expect(listed["projections"]?.array?.count { $0["rebuild"] != .null } == 1)
            // What comes meanwhile is seen by both.
            try await fill(40, seed: 9)
            try await host.caughtUp()
            log.open()
            let ends = Selection(
                types: [TypePattern(ProjectionRebuildCompleted.type.name)],
                stream: ProjectionEvents.stream(of: "task_board"))
            for try await page in log.subscribe(to: ends, after: plan.through) where !page.events.isEmpty { break }
            try await host.caughtUp()
            #expect(!host.view(TaskBoard.self).value.tasks().isEmpty)
            #expect(try await host.models.stored() == fold(through: host.position).stored())
            #expect(try await host.listing()["projections"]?.array?.allSatisfy { $0["rebuild"] == .null } == true)
        }
    }

    @Test("are refused by a name that is none, and while nothing is kept up to date")
    func refuses() async throws {
        let host = host()
        #expect(throws: RebuildFault.unknown("x", known: DashboardRenderer.projections.map { $0.name })) {
            try host.beginRebuild(["x"])
        }
        #expect(throws: RebuildFault.stopped) { try host.beginRebuild() }
    }

    @Test("say why they could not be, and may be tried again")
    func fails() async throws {
        try await fill(60)
        let host = host()
        try await live(host) {
            log.shut()
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await host.rebuild(["rule_book"]) }
                    await log.reached()
                    group.cancelAll()
                    log.open()
                    try await group.waitForAll()
                }
            }
            let listed = try await host.listing()["projections"]?.array?.first { $0["name"] == "rule_book" }
            #expect(listed?["fault"] != .null && listed?["rebuild"] == .null)
            try await host.rebuild(["rule_book"])
            let again = try await host.listing()["projections"]?.array?.first { $0["name"] == "rule_book" }
            #expect(again?["fault"] == .null)
        }
    }

    @Test("are listed with version, stored shape, lag and stored positions")
    func lists() async throws {
        try await fill(120)
        let host = host()
        try await live(host) {
            let listing = try await host.listing()
            let board = try #require(listing["projections"]?.array?.first { $0["name"] == "task_board" })
            #expect(board["version"]?.int == TaskBoard.version && board["schema"]?.string?.count == 16)
            #expect(listing["lag"] == 0 && listing["position"] == listing["head"])
        }
        let stored = try await host.listing()["snapshots"]?.array?.compactMap(\.int)
        #expect(stored?.last == Int(log.head.value))
    }
}
