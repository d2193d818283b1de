import EventStore
import Projections
import TestKit
import Testing

@Suite("The service status")
struct ServiceStatusTests {
    @Test("shows rebuilds of read models, and which of them are over")
    func rebuilds() {
        Given(
            ServiceStatus.self,
            ProjectionRebuildStarted(name: "models", reason: "damaged", position: .start, through: Position(9)),
            ProjectionRebuildProgressed(name: "models", position: Position(5), through: Position(9)),
            ProjectionRebuildStarted(name: "models", reason: "other_schema", position: .start, through: Position(9)),
            ProjectionRebuildCompleted(name: "models", position: Position(10), events: 10)
        ).then { status in
            #expect(status.rebuilds.map(\.reason) == ["other_schema", "damaged"])
            #expect(status.rebuilds.map(\.position) == [Position(10), Position(5)])
            #expect(status.rebuilds.map { $0.completedAt == nil } == [false, true])
        }
    }

    private func started(_ instance: String) -> ServiceStarted {
        ServiceStarted(instance: instance, version: "1", command: "serve", process: 7, address: "127.0.0.1:8081")
    }

    @Test("gives the uptime of the process that runs, in event time")
    func uptime() {
        let sample = MetricsSampled(values: [:])
        Given(ServiceStatus.self, [Happening(started("a")), Happening(sample, after: 30)]).then { status, now in
            #expect(status.uptime(at: now) == 30 && status.current?.id == "a" && status.current?.seenAt == now)
        }
    }

    @Test("has no current process after a stop")
    func stopped() {
        Given(ServiceStatus.self, started("a"), ServiceStopped(instance: "a", reason: "asked")).then { status, now in
            #expect(status.current == nil && status.uptime(at: now) == nil)
            #expect(status.latest.first?.end == .stopped(reason: "asked"))
        }
    }

    @Test("takes a process that was not stopped before the next start for killed, when it was last seen")
    func killed() {
        Given(ServiceStatus.self, started("a"), MetricsSampled(values: [:]), started("b")).then {
            #expect($0.current?.id == "b" && $0.latest.map(\.id) == ["b", "a"])
            #expect($0.latest[1].end == .killed)
            #expect($0.latest[1].endedAt == ManualClock.start.advanced(bySeconds: 1))
        }
    }
}
