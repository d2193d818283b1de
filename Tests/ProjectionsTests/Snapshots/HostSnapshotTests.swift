import EventStore
import TestKit
import Testing

@testable import Projections

@Suite("A projection host and its snapshots")
struct HostSnapshotTests {
    private let log = InMemoryEventLog(clock: ManualClock())
    private let limits = SnapshotLimits(spacing: 50, count: 6)

    private func host(_ projections: [any Projection.Type] = DashboardRenderer.projections) -> ProjectionHost {
        ProjectionHost(log: log, projections: projections, timeout: .seconds(60), snapshots: limits)
    }

    private func fill(_ count: Int, seed: Int = 1) async throws {
        var random = RandomEvents(seed: UInt64(seed))
        for event in recorded(random.happenings(count: count)) {
            guard let body = event.body else { continue }
            try await log.append([body], to: stream(of: body), metadata: event.metadata)
        }
    }

    /// Runs a host until it has caught up, then ends it as a service does.
    private func live(
        _ host: ProjectionHost, _ body: @Sendable @escaping () async throws -> Void = {}
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            try await host.caughtUp()
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func types(_ glob: String) async throws -> [RecordedEvent] {
        try await log.readAll(Selection(types: [TypePattern(glob)]))
    }

    private func fold(through position: Position) async throws -> [UInt8] {
        var models = ReadModels(DashboardRenderer.projections)
        for event in try await log.readAll(Selection(through: position)) { models.apply(event) }
        return try models.stored()
    }

    @Test("begins after a restart where the last one ended, and at the same state")
    func restarts() async throws {
        let first = host()
        try await live(first) {
            try await fill(120)
            try await first.caughtUp()
        }
        let kept = try #require(try await log.snapshots(prefix: "projection/models@").last)
        #expect(kept.position == log.head)
        try await fill(30, seed: 2)
        let told = try await types("projection.*").count
        let second = host()
        let found = try await second.restored()
        #expect(found.models.position == kept.position && found.rebuild == nil)
        try await live(second)
        #expect(try await second.models.stored() == fold(through: second.position))
        #expect(try await types("projection.*").count == told)
    }

    @Test("wakes those who waited before it began, where the snapshot holds what they wait for")
    func wakes() async throws {
        try await fill(80)
        try await live(host())
        let (second, head) = (host(), log.head)
        try await withThrowingTaskGroup(of: Void.self) { group in
            async let wait: Void = second.wait(for: head, timeout: .seconds(20))
            await Task.yield()
            group.addTask { try await second.run() }
            try await wait
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(second.position == head)
    }

    @Test("keeps a bounded number of snapshots")
    func bounded() async throws {
        let host = host()
        try await live(host) {
            for seed in 0..<20 {
                try await fill(40, seed: seed)
                try await host.caughtUp()
            }
        }
        let kept = try await log.snapshots(prefix: "projection/models@")
        #expect((2...limits.count).contains(kept.count) && kept.last?.position == log.head)
    }

    @Test("shows any past position as a full fold does, byte for byte", arguments: 0..<4)
    func past(seed: Int) async throws {
        let host = host()
        try await live(host) {
            for round in 0..<8 {
                try await fill(60, seed: seed * 100 + round)
                try await host.caughtUp()
            }
        }
        #expect(try await log.snapshots(prefix: "projection/models@").count > 2)
        var generator = SplitMix64(seed: UInt64(seed))
        for _ in 0..<12 {
            let position = Position(UInt64.random(in: 0...log.head.value, using: &generator))
            let models = try await host.models(asOf: position)
            #expect(models.position == position)
            #expect(try await models.stored() == fold(through: position))
            // A host that has not begun starts from the stored values too.
            #expect(try await self.host().models(asOf: position).stored() == models.stored())
            let view = try await host.view(TaskBoard.self, asOf: position)
            #expect(view.value.json(now: view.time) == models[TaskBoard.self].json(now: models.time))
        }
    }

    @Test("discards snapshots of another schema, folds anew and says so")
    func otherSchema() async throws {
        try await fill(120)
        try await live(host())
        for heading in try await log.snapshots(prefix: "projection/models@") {
            let old = try #require(try await log.snapshot(named: heading.name))
            try await log.save(Snapshot(name: old.name, position: old.position, schema: "old", data: old.data))
        }
        let head = log.head
        let second = host()
        try await live(second)
        let started = try #require(try await types("projection.rebuild_started").last)
        #expect(
            started.body(as: ProjectionRebuildStarted.self)
                == ProjectionRebuildStarted(name: "models", reason: "other_schema", position: .start, through: head))
        let completed = try #require(try await types("projection.rebuild_completed").last)
        #expect((completed.body(as: ProjectionRebuildCompleted.self)?.position ?? .start) >= head)
        #expect(second.rebuild == nil)
        let kept = try await log.snapshots(prefix: "projection/models@")
        #expect(!kept.isEmpty && kept.allSatisfy { $0.schema != "old" })
        #expect(try await second.models.stored() == fold(through: second.position))
    }

    @Test("falls back on an older snapshot where the latest is damaged or of another log", arguments: [true, false])
    func fallsBack(isDamaged: Bool) async throws {
        try await fill(120)
        try await live(host())
        try await fill(60, seed: 2)
        try await live(host())
        let kept = try await log.snapshots(prefix: "projection/models@")
        let (older, latest) = (kept[kept.count - 2], kept[kept.count - 1])
        let good = try #require(try await log.snapshot(named: isDamaged ? latest.name : older.name))
        var data = good.data
        if isDamaged { data[data.count / 8] ^= 1 }
        try await log.save(Snapshot(name: latest.name, position: latest.position, schema: latest.schema, data: data))
        if !isDamaged {
            // A value whose time is not that of the log's event at its position.
            var foreign = ReadModels(DashboardRenderer.projections)
            for event in try await log.readAll(.all) {
                foreign.apply(
                    RecordedEvent(
                        position: event.position, time: event.time.advanced(bySeconds: 1), stream: event.stream,
                        revision: event.revision, type: event.type, version: event.version, metadata: event.metadata,
                        payload: event.payload))
            }
            try await log.save(
                try Snapshot(
                    name: latest.name, position: latest.position, schema: latest.schema,
                    deflating: try foreign.stored()))
        }
        let found = try await host().restored()
        #expect(found.models.position == older.position)
        #expect(found.rebuild == (isDamaged ? .damaged : .otherLog))
        #expect(try await log.snapshot(named: latest.name) == nil)
    }

    @Test("tells of a long rebuild as it goes on")
    func progress() {
        var report = RebuildReport(name: "models", reason: .noSnapshot, from: .start, through: Position(1_000_000))
        var said: [any Event] = []
        for page in 1...2000 {
            if let news = report.advance(to: Position(UInt64(page * 512))) { said.append(news) }
            if report.isOver(at: Position(UInt64(page * 512))) { break }
        }
        #expect(said.count(where: { $0 is ProjectionRebuildProgressed }) == 19)
        #expect(said.last is ProjectionRebuildCompleted)
        #expect(report.state(at: Position(5)) == Rebuild(reason: .noSnapshot, position: 5, through: 1_000_000))
    }
}
