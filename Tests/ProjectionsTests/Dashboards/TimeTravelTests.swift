import EventStore
import Foundation
import PromQL
import TestKit
import Testing

@testable import Projections

/// A log, and everything that draws dashboards from it, running while a test does.
private struct Rig: Sendable {
    let clock = ManualClock()
    let log: InMemoryEventLog
    let host: ProjectionHost
    let series: SeriesHost

    init() {
        log = InMemoryEventLog(clock: clock)
        host = ProjectionHost(
            log: log, projections: DashboardRenderer.projections, timeout: .seconds(60),
            snapshots: SnapshotLimits(spacing: 256, count: 8))
        series = SeriesHost(log: log, limits: SeriesLimits(blockRows: 40, spacing: 200), timeout: .seconds(60))
    }

    func append(_ event: RecordedEvent) async throws {
        guard let body = event.body else { return }
        try await log.append([body], to: event.stream, metadata: event.metadata)
    }

    func draw(_ dashboards: [Dashboard], _ models: ReadModels) async throws -> [[UInt8]] {
        try await series.evaluate(asOf: models.position) { source in
            try dashboards.map { try DashboardRenderer().render($0, models, source).bytes }
        }
    }

    func run() async throws {
        async let models: Void = host.run()
        async let rows: Void = series.run()
        _ = try await (models, rows)
    }
}

@Suite("Time travel")
struct TimeTravelTests {
    /// Positions looked at; `scripts/soak` asks for more.
    private static let positions =
        ProcessInfo.processInfo.environment["DASHBOARD_POSITIONS"].flatMap { Int($0) } ?? 250

    @Test("draws at any position of a log, from a snapshot and what follows it, the bytes that were drawn live then")
    func positions() async throws {
        let dashboards = try DashboardFolders([Drawn.folder]).current.dashboards
        let rig = Rig()
        async let running: Void = rig.run()
        var random = RandomEvents(seed: 5)
        var generator = SplitMix64(seed: 5)
        var live: [(position: Position, dashboard: Dashboard, bytes: [UInt8])] = []
        for event in recorded(random.happenings(count: 2 * Self.positions)) {
            rig.clock.advance(bySeconds: event.time.seconds(since: rig.clock.now()))
            try await rig.append(event)
            guard Bool.random(using: &generator) else { continue }
            try await rig.host.caughtUp()
            let dashboard = dashboards[live.count % dashboards.count]
            live.append((rig.host.position, dashboard, try await rig.draw([dashboard], rig.host.models)[0]))
        }
        #expect(live.count > Self.positions / 2)
        live.shuffle(using: &generator)
        for moment in live {
            let models = try await rig.host.models(asOf: moment.position)
            #expect(try await rig.draw([moment.dashboard], models)[0] == moment.bytes, "\(moment.position)")
        }
        await rig.log.close()
        try await running
    }
}
