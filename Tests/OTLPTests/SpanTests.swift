import EventStore
import Testing

@testable import OTLP

@Suite("Received spans")
struct SpanTests {
    private static let full = Wire.span(name: "GET /cart") { span in
        span.text(3, "vendor=1")
        span.identifier(4, 0xA1)
        span.varint(6, 2)
        span.block(9, Wire.text("http.route", "/cart"))
        span.block(
            9,
            Wire.attribute("retries") {
                $0.tag(.varint(3)); $0.varint(3)
            })
        span.varint(10, 2)
        span.message(11) { moment in
            moment.fixed64(1, 1_790_000_000_000_001_500)
            moment.text(2, "exception")
            moment.block(3, Wire.text("exception.type", "Timeout"))
        }
        span.message(13) { link in
            link.identifier(1, 7, 8)
            link.identifier(2, 9)
        }
        span.message(15) { status in
            status.text(2, "it broke")
            status.varint(3, 2)
        }
    }

    @Test("become SpanEnded events with everything that OTLP says of them")
    func everything() async throws {
        let scope = Wire.bytes {
            $0.text(1, "asgi"); $0.text(2, "0.66")
        }
        let exported = try await Exported(Wire.export([Self.full], scope: scope), of: .traces)
        let expected = SpanEnded(
            name: "GET /cart", kind: .server, parent: SpanID(0xA1),
            start: Timestamp(nanoseconds: 1_790_000_000_000_001_000), seconds: 1e-6, status: .error,
            message: "it broke",
            attributes: [
                "http.route": "/cart", "retries": 3, "otel.scope.version": "0.66", "otel.dropped_attributes_count": 2,
            ],
            resource: ["service.name": "shop"], scope: "asgi", traceState: "vendor=1",
            events: [
                SpanMoment(
                    name: "exception", time: Timestamp(nanoseconds: 1_790_000_000_000_001_500),
                    attributes: ["exception.type": "Timeout"])
            ],
            links: [SpanLink(trace: TraceID(high: 7, low: 8), span: SpanID(9))])
        #expect(try exported.facts(SpanEnded.self) == [expected])
        let event = try #require(exported.events.first)
        let trace = TraceID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
        #expect(
            event.metadata == EventMetadata(trace: TraceContext(traceID: trace, spanID: SpanID(0x0102_0304_0506_0708))))
        #expect(event.stream == StreamName("otlp", "shop"))
        #expect(exported.batch.accepted == 1 && exported.batch.rejected == 0 && exported.batch.message.isEmpty)
    }

    @Test("have the very bytes that the event itself would write")
    func canonical() async throws {
        let body = Wire.export([Wire.span(end: 1_790_000_001_500_001_000)])
        let exported = try await Exported(body, of: .traces)
        let fact = try #require(try exported.facts(SpanEnded.self).first)
        #expect(exported.events.first?.payload == (try JSONObjectWriter.bytes(of: fact)))
    }

    @Test("keep their nanoseconds")
    func nanoseconds() async throws {
        let body = Wire.export([Wire.span(start: 1_790_000_000_123_456_789, end: 1_790_000_002_123_456_790)])
        let fact = try #require(try await Exported(body, of: .traces).facts(SpanEnded.self).first)
        #expect(fact.start == Timestamp(nanoseconds: 1_790_000_000_123_456_789))
        #expect(fact.seconds == 2.000000001)
    }

    @Test("that end before they begin keep that, and those without an end took no time")
    func ends() async throws {
        let body = Wire.export([
            Wire.span(start: 5_000_000_000, end: 4_500_000_000), Wire.span(span: Array(2...9), start: 7, end: 0),
        ])
        #expect(try await Exported(body, of: .traces).facts(SpanEnded.self).map(\.seconds) == [-0.5, 0])
    }

    private static let bad: [(span: [UInt8], reason: String)] = [
        (Wire.span(trace: Array(repeating: 0, count: 16)), "trace_id"), (Wire.span(trace: Array(1...8)), "trace_id"),
        (Wire.span(trace: []), "trace_id"), (Wire.span(span: Array(repeating: 0, count: 8)), "span_id"),
        (Wire.span(span: Array(1...16)), "span_id"), (Wire.span(start: 0), "start_time_unix_nano"),
        (Wire.span(start: .max), "start_time_unix_nano"), (Wire.span(end: .max), "end_time_unix_nano"),
    ]

    @Test("without good ids or times are refused alone, and the sender is told why", arguments: bad.indices)
    func refusal(index: Int) async throws {
        let (span, reason) = Self.bad[index]
        let exported = try await Exported(Wire.export([Wire.span(), span, Wire.span(span: Array(2...9))]), of: .traces)
        #expect(exported.events.count == 2)
        #expect(exported.batch.accepted == 2 && exported.batch.rejected == 1)
        #expect(exported.batch.message.hasPrefix("1 span rejected: 1 with a"))
        #expect(exported.batch.message.contains(reason))
    }

    @Test("whose parent is all zeros are roots")
    func zeroParent() async throws {
        let body = Wire.export([Wire.span { $0.block(4, Array(repeating: 0, count: 8)) }])
        #expect(try await Exported(body, of: .traces).facts(SpanEnded.self).first?.parent == nil)
    }

    @Test("larger than an event may be are refused, and those beside them are not")
    func large() async throws {
        var limits = OTLPLimits()
        limits.recordBytes = 2000
        let large = Wire.span { $0.block(9, Wire.text("x", String(repeating: "y", count: 2000))) }
        let exported = try await Exported(Wire.export([large, Wire.span()]), of: .traces, limits: limits)
        #expect(exported.batch.accepted == 1 && exported.batch.message == "1 span rejected: 1 larger than 2000 bytes")
    }

    @Test("beyond the number of events or links that are kept are counted as dropped")
    func moments() async throws {
        var limits = OTLPLimits()
        limits.moments = 1
        let span = Wire.span { span in
            for _ in 0..<3 { span.message(11) { $0.text(2, "tick") } }
            for _ in 0..<4 {
                span.message(13) {
                    $0.identifier(1, 1, 2); $0.identifier(2, 3)
                }
            }
        }
        let exported = try await Exported(Wire.export([span]), of: .traces, limits: limits)
        let fact = try #require(try exported.facts(SpanEnded.self).first)
        #expect(fact.events?.count == 1 && fact.links?.count == 1)
        #expect(fact.attributes == ["otel.dropped_events_count": 2, "otel.dropped_links_count": 3])
    }

    @Test("of one export and many resources go to the streams of their services, with a key each")
    func streams() async throws {
        let body = ["shop", "pay ment/ä", ""].flatMap { Wire.export(service: $0, [Wire.span()]) }
        let exported = try await Exported(body, of: .traces)
        #expect(exported.events.map(\.stream.text) == ["otlp-shop", "otlp-pay_ment/_", "otlp-unknown_service"])
        #expect(try exported.facts(SpanEnded.self).last?.resource == ["service.name": "unknown_service"])
        #expect(Set(exported.batch.proposals.compactMap(\.key)).count == 3)
    }

    @Test("that are many are appended in parts that the log takes")
    func many() async throws {
        let spans = (1...10_000).map { number in Wire.span(span: Wire.bytes { $0.fixed64(UInt64(number)) }) }
        let exported = try await Exported(Wire.export(spans), of: .traces)
        #expect(exported.events.count == 10_000 && exported.batch.proposals.count == 3)
    }

    @Test("are refused as a whole where they become more bytes than one export may")
    func tooMany() async throws {
        var limits = OTLPLimits()
        limits.eventBytes = 1000
        await #expect(throws: OTLPError(.tooLarge, "the export becomes more than 1000 bytes of events")) {
            _ = try await Exported(Wire.export((0..<20).map { _ in Wire.span() }), of: .traces, limits: limits)
        }
    }

    @Test("are read whatever the order of the fields, and unknown fields are passed over")
    func order() async throws {
        let span = Wire.span { $0.message(999) { $0.text(1, "news") } }
        let body = Wire.bytes { request in
            request.message(1) { part in
                part.message(2) { $0.block(2, span) }
                part.text(3, "https://opentelemetry.io/schemas/1.37.0")
                part.message(1) { $0.block(1, Wire.text("service.name", "late")) }
            }
        }
        #expect(try await Exported(body, of: .traces).events.first?.stream.text == "otlp-late")
    }
}
