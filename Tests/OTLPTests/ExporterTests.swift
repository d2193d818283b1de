import EventStore
import Synchronization
import Testing

@testable import OTLP

/// A collector as an exporter sees it: answers in turn, then takes everything.
private final class FakeCollector: Sendable {
    private struct State {
        var answers: [OTLPOutcome]
        var taken: [OTLPDelivery] = []
        var attempts = 0
        var waits: [Double] = []
        var lines: [String] = []
    }

    private let state: Mutex<State>

    init(_ answers: [OTLPOutcome] = []) { state = Mutex(State(answers: answers)) }

    func send(_ delivery: OTLPDelivery) -> OTLPOutcome {
        state.withLock { state in
            state.attempts += 1
            let answer =
                state.answers.isEmpty
                ? OTLPOutcome.answered(status: 200, retryAfter: nil, body: []) : state.answers.removeFirst()
            if case .answered(200, _, _) = answer { state.taken.append(delivery) }
            return answer
        }
    }

    func wait(_ seconds: Double) { state.withLock { $0.waits.append(seconds) } }
    func note(_ line: String) { state.withLock { $0.lines.append(line) } }

    var attempts: Int { state.withLock { $0.attempts } }
    var waits: [Double] { state.withLock { $0.waits } }
    var lines: [String] { state.withLock { $0.lines } }
    var taken: [OTLPDelivery] { state.withLock { $0.taken } }

    /// The names of all spans it took.
    func names() async throws -> [String] {
        var names: [String] = []
        for delivery in taken {
            let exported = try await Exported(
                delivery.body, of: .traces, in: OTLPFormat(contentType: delivery.contentType) ?? .protobuf,
                isGzip: delivery.contentEncoding == "gzip")
            names += try exported.facts(SpanEnded.self).map(\.name)
        }
        return names
    }
}

@Suite("The exporter")
struct ExporterTests {
    private static let trace = EventMetadata(trace: TraceContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3)))

    private func span(_ name: String, resource: JSONObject? = nil) -> SpanEnded {
        SpanEnded(
            name: name, kind: .internal, parent: nil, start: Timestamp(nanoseconds: 1_790_000_000_000_000_000),
            seconds: 1, status: .unset, resource: resource)
    }

    private func append(_ names: [String], to log: InMemoryEventLog, category: String = "trace") async throws {
        let resource: JSONObject? = category == "otlp" ? ["service.name": "other"] : nil
        let events = names.map { span($0, resource: resource) }
        try await log.append(events, to: StreamName(category, "1"), metadata: Self.trace)
    }

    /// An exporter's run that has found its place.
    private func start(
        _ log: InMemoryEventLog, _ collector: FakeCollector, _ change: (inout OTLPExporter.Settings) -> Void = { _ in }
    ) async throws -> ExportRun {
        var settings = OTLPExporter.Settings(own: ["service.name": "moneyprinter"])
        change(&settings)
        var run = ExportRun(
            log: log, signal: .traces, settings: settings, send: { collector.send($0) },
            pause: { collector.wait($0) }, report: { collector.note($0) })
        try await run.start()
        return run
    }

    @Test("begins at the end of the log, and goes on from its checkpoint after a restart")
    func checkpoint() async throws {
        let log = InMemoryEventLog()
        let collector = FakeCollector()
        try await append(["before"], to: log)
        var run = try await start(log, collector)
        try await append(["a", "b"], to: log)
        #expect(try await run.step())
        try await append(["c"], to: log)
        var again = try await start(log, collector)
        #expect(try await again.step())
        #expect(try await collector.names() == ["a", "b", "c"])
        #expect(try await log.snapshot(named: "otlp/exporter/traces")?.position == log.head)
    }

    @Test("keeps its place until the collector has answered")
    func away() async throws {
        let log = InMemoryEventLog()
        let collector = FakeCollector([
            .unreachable("refused"), .answered(status: 503, retryAfter: 7, body: []), .unreachable("refused"),
        ])
        var run = try await start(log, collector)
        try await append(["a"], to: log)
        let before = try await log.snapshot(named: "otlp/exporter/traces")?.position
        #expect(before == .start)
        #expect(try await run.step())
        #expect(try await collector.names() == ["a"])
        // A second for others to come, then the three failures.
        #expect(collector.waits.count == 4 && collector.waits[2] == 7)
        #expect(
            collector.lines == [
                "OTLP traces: the collector is away (refused); waiting",
                "OTLP traces: the collector is back after 3 attempts",
            ])
    }

    @Test("that is ended while it waits has lost nothing")
    func ended() async throws {
        struct End: Error {}
        let log = InMemoryEventLog()
        let collector = FakeCollector([.unreachable("refused")])
        let settings = OTLPExporter.Settings(own: [:])
        var run = ExportRun(
            log: log, signal: .traces, settings: settings, send: { collector.send($0) },
            pause: { if $0 != settings.lingerSeconds { throw End() } }, report: { _ in })
        try await run.start()
        try await append(["a"], to: log)
        await #expect(throws: End.self) { _ = try await run.step() }
        var again = try await start(log, collector)
        #expect(try await again.step())
        #expect(try await collector.names() == ["a"])
    }

    @Test("does not send on what others sent here, unless it is told to", arguments: [false, true])
    func received(includes: Bool) async throws {
        let log = InMemoryEventLog()
        let collector = FakeCollector()
        var run = try await start(log, collector) { $0.includesReceived = includes }
        try await append(["theirs"], to: log, category: "otlp")
        try await append(["ours"], to: log)
        #expect(try await run.step())
        #expect(try await collector.names().sorted() == (includes ? ["ours", "theirs"] : ["ours"]))
    }

    @Test("sends batches of so many records and bytes")
    func batches() async throws {
        let log = InMemoryEventLog()
        let collector = FakeCollector()
        var run = try await start(log, collector) {
            $0.batchRecords = 1000
            $0.batchBytes = 4000
        }
        let names = (0..<150).map { "span number \($0)" }
        try await append(names, to: log)
        #expect(try await run.step())
        #expect(try await collector.names() == names && collector.attempts > 2)
        for delivery in collector.taken { #expect(try Gzip.inflate(delivery.body, limit: 1 << 20).count <= 4000) }
    }

    @Test("halves what is too large for the collector, and drops one record that still is")
    func halving() async throws {
        let log = InMemoryEventLog()
        let tooLarge = OTLPOutcome.answered(status: 413, retryAfter: nil, body: [])
        let collector = FakeCollector([tooLarge, tooLarge, tooLarge])
        var run = try await start(log, collector)
        try await append(["a", "b", "c", "d"], to: log)
        #expect(try await run.step())
        #expect(try await collector.names() == ["b", "c", "d"])
        #expect(collector.lines == ["OTLP traces: 1 records dropped: HTTP 413 (1 times so far)"])
    }

    @Test("reports dropped batches the first time, and then ever more rarely")
    func reports() async throws {
        let log = InMemoryEventLog()
        let bad = OTLPOutcome.answered(status: 400, retryAfter: nil, body: [])
        let collector = FakeCollector(Array(repeating: bad, count: 20))
        var run = try await start(log, collector)
        for number in 0..<20 {
            try await append(["\(number)"], to: log)
            #expect(try await run.step())
        }
        #expect(collector.lines.count == 5 && collector.taken.isEmpty)
    }

    @Test("ends when the log is closed", .timeLimit(.minutes(1)))
    func closed() async throws {
        let log = InMemoryEventLog()
        let collector = FakeCollector()
        let exporter = OTLPExporter(
            log: log, signal: .traces, settings: .init(own: [:]), send: { collector.send($0) }, report: { _ in })
        await log.close()
        try await exporter.run()
    }
}
