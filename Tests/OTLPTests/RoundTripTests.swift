import EventStore
import Testing

@testable import OTLP

@Suite("Encoding and decoding")
struct RoundTripTests {
    private static let seeds: [UInt64] = Array(0..<100)
    private static let encoder = OTLPEncoder(own: ["service.name": "moneyprinter"])

    private static func body(_ signal: OTLPSignal, _ format: OTLPFormat, seed: UInt64) -> ([RecordedEvent], [UInt8]) {
        var random = RandomTelemetry(seed: seed)
        let events = random.events(of: signal.rawValue, count: 4)
        return (events, encoder.encode(events, of: signal, in: format))
    }

    @Test("give the same spans again", arguments: seeds, OTLPFormat.allCases)
    func spans(seed: UInt64, format: OTLPFormat) async throws {
        let (events, body) = Self.body(.traces, format, seed: seed)
        let back = try await Exported(body, of: .traces, in: format)
        try Self.expectSame(try back.facts(SpanEnded.self), events.map { try #require($0.body(as: SpanEnded.self)) }) {
            $0.resource?["service.name"]?.string ?? ""
        }
        #expect(Set(back.events.map(\.metadata)) == Set(events.map(\.metadata)))
    }

    @Test("give the same log records again", arguments: seeds, OTLPFormat.allCases)
    func logs(seed: UInt64, format: OTLPFormat) async throws {
        let (events, body) = Self.body(.logs, format, seed: seed)
        let back = try await Exported(body, of: .logs, in: format)
        try Self.expectSame(
            try back.facts(LogRecorded.self), events.map { try #require($0.body(as: LogRecorded.self)) }
        ) {
            $0.resource["service.name"]?.string ?? ""
        }
    }

    @Test("give the same metrics again", arguments: seeds, OTLPFormat.allCases)
    func metrics(seed: UInt64, format: OTLPFormat) async throws {
        let (events, body) = Self.body(.metrics, format, seed: seed)
        let back = try await Exported(body, of: .metrics, in: format)
        let sent = try events.map { try #require($0.body(as: MetricsReceived.self)) }
        for resource in Set(sent.map(\.resource)) {
            let families = sent.filter { $0.resource == resource }.flatMap(\.families)
            let found = try back.facts(MetricsReceived.self).filter { $0.resource == resource }.flatMap(\.families)
            #expect(found == families)
        }
    }

    /// Records are gathered by resource and scope: the order within a resource's scope is kept, no other is promised.
    private static func expectSame<Fact: Event & Equatable>(
        _ found: [Fact], _ sent: [Fact], by key: (Fact) -> String
    ) throws {
        #expect(found.count == sent.count)
        for fact in sent { #expect(found.contains(fact)) }
    }

    @Test("never fail on a body that is cut off anywhere", arguments: OTLPSignal.allCases, OTLPFormat.allCases)
    func truncation(signal: OTLPSignal, format: OTLPFormat) {
        let (_, body) = Self.body(signal, format, seed: 7)
        for end in 0..<body.count { _ = try? OTLPDecoder().decode(Array(body[..<end]), of: signal, in: format) }
    }

    @Test("never fail on damaged bodies, and what they give the log takes", arguments: seeds)
    func damage(seed: UInt64) async throws {
        for signal in OTLPSignal.allCases {
            for format in OTLPFormat.allCases {
                var (_, body) = Self.body(signal, format, seed: seed)
                var state = seed
                for _ in 0..<(1 + Int(seed % 8)) {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    body[Int(state >> 33) % body.count] ^= UInt8(1 << (state & 7))
                }
                guard let batch = try? OTLPDecoder().decode(body, of: signal, in: format) else { continue }
                let log = InMemoryEventLog()
                for proposal in batch.proposals { try await log.append(proposal) }
                for event in try await log.readAll(.all) {
                    #expect(event.body != nil, "\(String(decoding: event.payload, as: UTF8.self))")
                }
            }
        }
    }
}
