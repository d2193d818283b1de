import EventStore

/// Families of points as OTLP's `Metric` messages.
enum MetricWriter {
    /// - Parameter time: the time of points that have none of their own.
    static func write(_ family: MetricFamily, at time: Timestamp, to writer: inout ProtobufWriter) {
        writer.text(1, family.name)
        writer.text(2, family.help)
        writer.text(3, family.unit)
        // A gauge has no temporality: one that counts changes is a sum that may fall.
        let isSum = family.kind == .counter || (family.kind == .gauge && family.isDelta)
        writer.message(number(of: family.kind, isSum: isSum)) { content in
            for point in family.points { content.message(1) { write(point, family.kind, at: time, to: &$0) } }
            guard isSum || family.kind == .histogram else { return }
            content.varint(2, family.isDelta ? 1 : 2)
            if isSum { content.varint(3, family.kind == .counter ? 1 : 0) }
        }
    }

    private static func number(of kind: MetricFamily.Kind, isSum: Bool) -> UInt64 {
        switch kind {
        case .counter: 7
        case .gauge: isSum ? 7 : 5
        case .histogram: 9
        case .summary: 11
        }
    }

    private static func write(
        _ point: MetricPoint, _ kind: MetricFamily.Kind, at time: Timestamp, to writer: inout ProtobufWriter
    ) {
        AttributeWriter.write(point.labels, kind == .histogram ? 9 : 7, to: &writer)
        writer.fixed64(2, UInt64(clamping: point.start?.nanoseconds ?? 0))
        writer.fixed64(3, UInt64(clamping: (point.time ?? time).nanoseconds))
        for exemplar in point.exemplars {
            writer.message(kind == .histogram ? 8 : 5) { write(exemplar, to: &$0) }
        }
        switch point.value {
        case .number(.stale): writer.varint(kind == .histogram ? 10 : 8, 1)
        case .number(let number): writer.double(4, number.value)
        case .histogram(let count, let sum, let bounds, let counts):
            writer.fixed64(4, whole(count))
            if let sum { writer.double(5, sum.value) }
            if !counts.isEmpty { writer.block(6, packed(counts.map(whole))) }
            if !bounds.isEmpty { writer.block(7, packed(bounds.map(\.bitPattern))) }
        case .summary(let count, let sum, let quantiles):
            writer.fixed64(4, whole(count))
            writer.double(5, sum.value)
            for quantile in quantiles {
                writer.message(6) { pair in
                    pair.double(1, quantile.share)
                    pair.double(2, quantile.value.value)
                }
            }
        }
    }

    private static func write(_ exemplar: MetricExemplar, to writer: inout ProtobufWriter) {
        writer.fixed64(2, UInt64(clamping: exemplar.time.nanoseconds))
        writer.double(3, exemplar.value.value)
        if let span = exemplar.span { writer.identifier(4, span.value) }
        if let trace = exemplar.trace { writer.identifier(5, trace.high, trace.low) }
    }

    private static func packed(_ words: [UInt64]) -> [UInt8] {
        var writer = ProtobufWriter()
        for word in words { writer.fixed64(word) }
        return writer.bytes
    }

    /// A count as OTLP has it; what is no number counts nothing.
    private static func whole(_ count: Double) -> UInt64 { UInt64(exactly: max(0, count).rounded()) ?? 0 }
}
