import EventStore
import ServiceContextModule
import Telemetry
import Testing
import Tracing

@Suite("The tracer")
struct LogTracerTests {
    private let log = InMemoryEventLog()
    private let sink = TelemetrySink()
    private let tracer: LogTracer

    init() {
        tracer = LogTracer(sink: sink, instance: "1")
        sink.attach(log)
    }

    private struct Failed: Error {}

    private func events() async throws -> [RecordedEvent] { try await log.readAll(.all) }

    @Test("appends a span when it ends, once, with its place in the trace")
    func nesting() async throws {
        let outer = tracer.startSpan("outer", context: .topLevel, ofKind: .server)
        let inner = tracer.startSpan("inner", context: outer.context, ofKind: .client)
        inner.attributes["peer"] = "a"
        inner.end()
        inner.end()
        outer.end()
        let events = try await events()
        let spans = events.compactMap { $0.body(as: SpanEnded.self) }
        #expect(spans.map(\.name) == ["inner", "outer"])
        #expect(spans.map(\.kind) == [.client, .server])
        #expect(spans[0].attributes == ["peer": "a"])
        #expect(spans[0].parent == events[1].metadata.trace?.spanID)
        #expect(spans[1].parent == nil)
        #expect(events[0].metadata.trace?.traceID == events[1].metadata.trace?.traceID)
    }

    @Test("keeps what went wrong and what is linked")
    func errors() async throws {
        let other = tracer.startSpan("other", context: .topLevel)
        let span = tracer.startSpan("work", context: .topLevel)
        span.recordError(Failed())
        span.setStatus(SpanStatus(code: .error, message: "no"))
        span.addLink(other)
        span.end()
        let fact = try #require(try await events().first?.body(as: SpanEnded.self))
        #expect(fact.status == .error && fact.message == "no")
        #expect(fact.events?.first?.attributes["exception.type"] == "Failed")
        #expect(fact.links?.first?.span == other.context.traceContext?.spanID.hex)
    }

    private struct Headers: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }

    @Test("hands the trace on in the W3C header and takes it from there")
    func propagation() throws {
        let span = tracer.startSpan("work", context: .topLevel)
        var headers: [String: String] = [:]
        tracer.inject(span.context, into: &headers, using: Headers())
        var context = ServiceContext.topLevel
        tracer.extract(headers, into: &context, using: Headers())
        #expect(headers["traceparent"] != nil)
        #expect(context.traceContext == span.context.traceContext)
    }
}
