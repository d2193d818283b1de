import EventStore
public import Tracing

/// The back end of swift-distributed-tracing: a span that ends is an event.
public struct LogTracer: Tracer {
    private let sink: TelemetrySink
    private let stream: StreamName

    /// - Parameter instance: names the stream, `trace-<instance>`.
    public init(sink: TelemetrySink, instance: String) {
        self.sink = sink
        stream = StreamName("trace", instance)
    }

    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: Tracing.SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> OpenSpan {
        var context = context()
        let parent = context.traceContext
        let own = parent?.child() ?? .root()
        context.traceContext = own
        return OpenSpan(
            name: operationName, kind: kind, context: context, parent: parent?.spanID,
            start: Timestamp(nanoseconds: Int64(clamping: instant().nanosecondsSinceEpoch))
        ) { span in
            sink.send(Proposal([span], to: stream, metadata: EventMetadata(trace: own)))
        }
    }

    /// Nothing is held back.
    public func forceFlush() {}

    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let text = extractor.extract(key: Self.header, from: carrier) else { return }
        context.traceContext = TraceContext(traceparent: text)
    }

    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let trace = context.traceContext else { return }
        injector.inject(trace.traceparent, forKey: Self.header, into: &carrier)
    }

    private static let header = "traceparent"
}
