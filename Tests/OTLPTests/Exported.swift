import EventStore
import Testing

@testable import OTLP

/// What becomes of an export: the events as a log has them, and what was left out.
struct Exported {
    let events: [RecordedEvent]
    let batch: OTLPBatch

    /// Decodes a body and appends what it gave to a log of its own.
    init(
        _ body: [UInt8], of signal: OTLPSignal, in format: OTLPFormat = .protobuf, isGzip: Bool = false,
        limits: OTLPLimits = OTLPLimits()
    ) async throws {
        batch = try OTLPDecoder(limits: limits).decode(body, of: signal, in: format, isGzip: isGzip)
        let log = InMemoryEventLog()
        for proposal in batch.proposals { try await log.append(proposal) }
        events = try await log.readAll(.all)
    }

    /// The facts of one type, in order; fails where an event cannot be read.
    func facts<Fact: Event>(_ type: Fact.Type) throws -> [Fact] {
        try events.map { try #require($0.body(as: type)) }
    }
}
