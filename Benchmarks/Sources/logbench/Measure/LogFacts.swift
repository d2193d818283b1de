import EventStore
import Foundation

/// What is known of a large log from its making: totals, and samples of what it must answer.
struct LogFacts: Codable {
    struct Point: Codable {
        let position: UInt64
        let hash: UInt64
    }

    /// A stream or a trace, and what its events add up to.
    struct Key: Codable {
        let name: String
        var count = 0
        var sum: UInt64 = 0
    }

    var workload = Workload.version
    var seed: UInt64
    var count = 0
    var payloadBytes = 0
    var payloadSum: UInt64 = 0
    /// Of the envelopes: revisions, low halves of trace ids, bytes of type names.
    var envelopeSum: UInt64 = 0
    var rareCount = 0
    var rarePositions: UInt64 = 0
    var rareSum: UInt64 = 0
    var points: [Point] = []
    var streams: [Key] = []
    var traces: [Key] = []

    init(seed: UInt64) { self.seed = seed }

    static func read(of folder: String) throws -> LogFacts {
        try JSONDecoder().decode(LogFacts.self, from: try Data(contentsOf: place(folder)))
    }

    func write(of folder: String) throws { try JSONEncoder().encode(self).write(to: Self.place(folder)) }

    /// Beside the log, not in it: everything within counts as its size.
    private static func place(_ folder: String) -> URL { URL(fileURLWithPath: folder + ".facts") }

    /// Of one event's envelope.
    static func sum(revision: UInt64, trace: UInt64, typeSize: Int) -> UInt64 {
        revision &+ trace &+ UInt64(truncatingIfNeeded: typeSize) << 32
    }
}

/// Gathers the facts while the log is made; which keys are sampled depends on nothing but their names.
struct FactsGatherer {
    private(set) var facts: LogFacts
    private let pointEvery: UInt64
    private let keyEvery: UInt64
    private var streams: [String: LogFacts.Key] = [:]
    private var traces: [TraceID: LogFacts.Key] = [:]

    init(seed: UInt64, events: Int) {
        facts = LogFacts(seed: seed)
        pointEvery = UInt64(max(1, events / 2000))
        keyEvery = UInt64(max(1, events / 6000))
    }

    mutating func add(_ batch: WorkloadBatch) {
        let sampledStream = isSampled(batch.stream)
        let sampledTrace = batch.trace.map { $0.traceID.low % keyEvery == 0 } ?? false
        for (index, event) in batch.events.enumerated() {
            let hash = Checksum.hash(event.payload)
            add(event, hash, batch.revision + UInt64(index), batch.trace)
            if sampledStream { Self.add(hash, to: &streams[batch.stream, default: .init(name: batch.stream)]) }
            if sampledTrace, let trace = batch.trace?.traceID {
                Self.add(hash, to: &traces[trace, default: .init(name: trace.hex)])
            }
        }
    }

    func finished() -> LogFacts {
        var facts = facts
        facts.streams = streams.values.sorted { $0.name < $1.name }
        facts.traces = traces.values.sorted { $0.name < $1.name }
        return facts
    }

    private mutating func add(_ event: WorkloadEvent, _ hash: UInt64, _ revision: UInt64, _ trace: TraceContext?) {
        facts.count += 1
        facts.payloadBytes += event.payload.count
        facts.payloadSum &+= hash
        facts.envelopeSum &+= LogFacts.sum(
            revision: revision, trace: trace?.traceID.low ?? 0, typeSize: event.kind.rawValue.utf8.count)
        let position = UInt64(facts.count)
        if event.kind == .rare {
            facts.rareCount += 1
            facts.rarePositions &+= position
            facts.rareSum &+= hash
        }
        if (position &* 0x9E37_79B9_7F4A_7C15) >> 20 % pointEvery == 0 {
            facts.points.append(LogFacts.Point(position: position, hash: hash))
        }
    }

    private static func add(_ hash: UInt64, to key: inout LogFacts.Key) {
        key.count += 1
        key.sum &+= hash
    }

    /// Requests and tasks only: the streams of hosts and alerts run through the whole log.
    private func isSampled(_ stream: String) -> Bool {
        guard stream.hasPrefix("request-") || stream.hasPrefix("task-") else { return false }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return (hash >> 16) % keyEvery == 0
    }
}
