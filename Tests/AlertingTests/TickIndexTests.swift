import EventStore
import TestKit
import Testing

@testable import Alerting

@Suite("The index of ticks")
struct TickIndexTests {
    private let clock = ManualClock()

    private func log(ticks: Int) async throws -> InMemoryEventLog {
        let log = InMemoryEventLog(clock: clock)
        try await add(ticks, to: log)
        return log
    }

    private func add(_ ticks: Int, to log: InMemoryEventLog) async throws {
        for _ in 0..<ticks {
            clock.advance(bySeconds: 10)
            try await log.append(each: [ServiceStopped(instance: "a", reason: "x"), MetricsSampled(values: [:])])
        }
    }

    private func found(_ log: InMemoryEventLog, from: Timestamp? = nil, to: Timestamp? = nil) async throws -> [Tick] {
        let types = [TypePattern(MetricsSampled.type.name)]
        return try await log.readAll(Selection(types: types, since: from, until: to)).map { Tick($0) }
    }

    @Test("gives what the log has of any span, also of what came since it was asked last", arguments: [1000, 3])
    func spans(limit: Int) async throws {
        let log = try await log(ticks: 7)
        let index = TickIndex(log: log, limit: limit)
        for _ in 0..<2 {
            let all = try await found(log)
            for from in [nil] + all.map(\.time) {
                for to in [nil] + all.map(\.time) {
                    let ticks = try await index.ticks(from: from, to: to)
                    #expect(ticks == (try await found(log, from: from, to: to)).suffix(limit))
                }
            }
            try await add(3, to: log)
        }
    }

    @Test("has none of an empty log")
    func empty() async throws {
        #expect(try await TickIndex(log: InMemoryEventLog(clock: clock)).ticks(from: nil, to: nil).isEmpty)
    }
}
