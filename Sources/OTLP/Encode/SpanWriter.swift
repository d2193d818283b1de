import EventStore

/// Ended spans as OTLP's `Span` messages.
enum SpanWriter {
    /// What a span has no attribute for but a field.
    private static let counts: [(key: String, number: UInt64)] = [
        ("otel.dropped_attributes_count", 10), ("otel.dropped_events_count", 12), ("otel.dropped_links_count", 14),
    ]
    private static let version = "otel.scope.version"

    /// Adds a span; one without a trace is none.
    ///
    /// - Parameter own: the resource of spans that this process made.
    static func add(_ span: SpanEnded, _ trace: TraceContext?, own: JSONObject, to groups: inout RecordGroups) {
        guard let trace else { return }
        let scope = RecordGroups.Scope(name: span.scope ?? "", version: span.attributes[version]?.string ?? "")
        groups.add(span.resource ?? own, scope) { write(span, trace, to: &$0) }
    }

    private static func write(_ span: SpanEnded, _ trace: TraceContext, to writer: inout ProtobufWriter) {
        writer.identifier(1, trace.traceID.high, trace.traceID.low)
        writer.identifier(2, trace.spanID.value)
        writer.text(3, span.traceState ?? "")
        if let parent = span.parent { writer.identifier(4, parent.value) }
        writer.text(5, span.name)
        writer.varint(6, kind(span.kind))
        writer.fixed64(7, UInt64(clamping: span.start.nanoseconds))
        writer.fixed64(8, UInt64(clamping: span.start.advanced(bySeconds: span.seconds).nanoseconds))
        var attributes = span.attributes
        attributes[version] = nil
        for (key, number) in counts {
            guard let count = attributes[key]?.int else { continue }
            writer.varint(number, UInt64(clamping: count))
            attributes[key] = nil
        }
        AttributeWriter.write(attributes, 9, to: &writer)
        for moment in span.events ?? [] { writer.message(11) { write(moment, to: &$0) } }
        for link in span.links ?? [] { writer.message(13) { write(link, to: &$0) } }
        guard span.status != .unset || span.message != nil else { return }
        writer.message(15) { status in
            status.text(2, span.message ?? "")
            status.varint(3, span.status == .ok ? 1 : span.status == .error ? 2 : 0)
        }
    }

    private static func write(_ moment: SpanMoment, to writer: inout ProtobufWriter) {
        writer.fixed64(1, UInt64(clamping: moment.time.nanoseconds))
        writer.text(2, moment.name)
        AttributeWriter.write(moment.attributes, 3, to: &writer)
    }

    private static func write(_ link: SpanLink, to writer: inout ProtobufWriter) {
        if let trace = TraceID(hex: link.trace) { writer.identifier(1, trace.high, trace.low) }
        if let span = SpanID(hex: link.span) { writer.identifier(2, span.value) }
        AttributeWriter.write(link.attributes, 4, to: &writer)
    }

    private static func kind(_ kind: SpanEnded.Kind) -> UInt64 {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}
