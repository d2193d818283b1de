import EventStore
import PromQL
import TestKit
import Testing

@testable import Projections

@Suite("A host of series")
struct SeriesHostTests {
    private let clock = ManualClock()
    private let log: InMemoryEventLog
    /// Nothing fits the cache, so that blocks are read again and again.
    private let limits = SeriesLimits(blockRows: 20, cacheBytes: 0, spacing: 50)

    init() { log = InMemoryEventLog(clock: clock) }

    private func host(_ limits: SeriesLimits? = nil) -> SeriesHost {
        SeriesHost(
            log: log, producers: [ReceivedSeries()], limits: limits ?? self.limits, timeout: .seconds(60))
    }

    /// One event every ten seconds: a counter, and other facts in between.
    private func fill(_ count: Int, from first: Int = 0) async throws {
        for number in first..<first + count {
            let points = ["a", "b"].map {
                MetricPoint(labels: ["n": .string($0)], value: .number(MetricNumber(Double(number))))
            }
            let family = MetricFamily(name: "c", kind: .counter, points: points)
            try await log.append([MetricsReceived(resource: [:], families: [family])], to: StreamName("metrics", "x"))
            try await log.append(each: [TaskCancelled(task: "t", reason: "")])
            clock.advance(bySeconds: 10)
        }
    }

    /// Runs a host until it has caught up, and ends it as a service does.
    private func live<Answer: Sendable>(
        _ host: SeriesHost, _ body: @escaping @Sendable (SeriesHost) async throws -> Answer
    ) async throws -> Answer {
        let log = log
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask {
                try await host.run()
                return nil
            }
            group.addTask {
                try await host.wait(for: log.head)
                return try await body(host)
            }
            var answer: Answer?
            while let done = try await group.next() {
                guard let done else { continue }
                answer = done
                group.cancelAll()
            }
            return try #require(answer)
        }
    }

    @Sendable private static func sum(_ series: RecordedSeries) throws -> [RangeSeries] {
        try QueryEngine(source: series).range(
            "sum(c_total)", from: ManualClock.start.milliseconds, to: ManualClock.start.milliseconds + 2_000_000,
            step: 10_000)
    }

    @Test("answers the same live, after a start from snapshots, after their loss, and as of any position")
    func answers() async throws {
        try await fill(90)
        let first = try await live(host()) { try await $0.evaluate(Self.sum) }
        #expect(first[0].samples.count == 120 && first[0].samples.values.prefix(3) == [0, 2, 4])
        let middle = try await live(host()) { try await $0.evaluate(asOf: Position(61), Self.sum) }
        try await fill(40, from: 90)
        let second = try await live(host()) { host in
            #expect(try await host.evaluate(asOf: Position(180), Self.sum) == first)
            #expect(try await host.evaluate(asOf: Position(61), Self.sum) == middle)
            let source = try await host.source()
            #expect(try await host.evaluate(Self.sum) == Self.sum(source))
            return try await host.evaluate(Self.sum)
        }
        #expect(second[0].samples.count == 160)
        for heading in try await log.snapshots(prefix: "series/") { try await log.removeSnapshot(named: heading.name) }
        #expect(try await live(host()) { try await $0.evaluate(Self.sum) } == second)
        #expect(try await live(host(SeriesLimits())) { try await $0.evaluate(Self.sum) } == second)
    }

    @Test("answers at once what is in memory, and leaves to others what is not or fails")
    func atOnce() async throws {
        try await fill(15)
        let (known, failed) = try await live(host()) { host in
            (host.answer(Self.sum), host.answer { _ throws -> Int in throw SeriesError.tooMany(limit: 1) })
        }
        #expect(known?.first?.samples.count == 45 && failed == nil)
        try await fill(75, from: 15)
        _ = try await live(host()) { _ in true }
        let unloaded = try await live(host()) { $0.answer(Self.sum) }
        #expect(unloaded == nil, "blocks have to be read")
    }

    @Test("stores sealed blocks and its state, and begins there")
    func snapshots() async throws {
        try await fill(90)
        let figures = try await live(host()) { $0.figures }
        #expect(figures.series == 2 && figures.samples == 180 && figures.blocks == 4)
        let names = try await log.snapshots(prefix: "series/").map(\.name)
        #expect(names.sorted() == (0..<4).map { "series/block/\($0)" } + ["series/state"])
        let next = host()
        let state = try await next.snapshots.restore()
        #expect(state.position == log.head)
        #expect(state.store.headings.count == 4)
    }

    @Test("thins what is old, keeps increases true, and says so")
    func thinning() async throws {
        try await fill(90)
        let limits = SeriesLimits(
            blockRows: 20, rawAge: 300_000, thinnedStep: 60_000, cacheBytes: 0, spacing: 50)
        let increase = { @Sendable (series: RecordedSeries) throws -> Double in
            let end = ManualClock.start.milliseconds + 890_000
            guard
                case .vector(let samples) = try QueryEngine(source: series).instant(
                    "c_total - c_total offset 14m", at: end)
            else { return 0 }
            return samples[0].value
        }
        _ = try await live(host(limits)) { _ in true }
        try await fill(60, from: 90)
        _ = try await live(host(limits)) { _ in true }
        try await fill(60, from: 150)
        let (notes, samples, found) = try await live(host(limits)) { host in
            try await host.evaluate { series in
                let all = SeriesSelection(matchers: [Matcher("n", equals: "a")], from: .min, to: .max)
                let samples = try QueryEngine(source: series).instant(
                    "count_over_time(c_total[1h])", at: 1_767_225_600_000 + 2_100_000)
                _ = try series.select(all)
                return (series.notes(from: .min), samples, try increase(series))
            }
        }
        #expect(notes.count == 1)
        #expect(found == 84)
        guard case .vector(let counts) = samples else { return }
        #expect(counts[0].value < 150)
    }
}
