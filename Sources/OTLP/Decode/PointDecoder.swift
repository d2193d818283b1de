import EventStore

/// Turns the data points of metrics into points of ours.
struct PointDecoder {
    typealias Block = ProtobufReader.Block

    private let limits: OTLPLimits
    private var text = JSONBytes()

    init(limits: OTLPLimits) { self.limits = limits }

    /// A point of a gauge or sum.
    mutating func number(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> MetricPoint? {
        var fields = PointFields()
        var value: Double?
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(7): try label(try reader.block(), &fields, &notes)
            case .fixed64(2): fields.start = try reader.fixed64()
            case .fixed64(3): fields.time = try reader.fixed64()
            case .fixed64(4): value = try reader.double()
            case .fixed64(6): value = Double(Int64(bitPattern: try reader.fixed64()))
            case .block(5): try exemplar(try reader.block(), &fields, &notes)
            case .varint(8): fields.flags = try reader.varint()
            default: try reader.skip(tag)
            }
        }
        let found = value.map { MetricPoint.Value.number(MetricNumber($0)) }
        if found == nil, fields.flags & 1 == 0 { notes.reject("without a value") }
        return fields.point(found, &notes)
    }

    /// A point of a histogram with explicit bounds.
    mutating func histogram(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> MetricPoint? {
        var fields = PointFields()
        var buckets = ExplicitBuckets()
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(9): try label(try reader.block(), &fields, &notes)
            case .fixed64(2): fields.start = try reader.fixed64()
            case .fixed64(3): fields.time = try reader.fixed64()
            case .fixed64(4): fields.count = try reader.fixed64()
            case .fixed64(5): fields.sum = try reader.double()
            case .block(6): try buckets.readCounts(try reader.block())
            case .fixed64(6): buckets.counts.append(Double(try reader.fixed64()))
            case .block(7): try buckets.readBounds(try reader.block())
            case .fixed64(7): buckets.bounds.append(try reader.double())
            case .block(8): try exemplar(try reader.block(), &fields, &notes)
            case .varint(10): fields.flags = try reader.varint()
            default: try reader.skip(tag)
            }
        }
        if fields.flags & 1 == 0, let fault = buckets.fault(limit: limits.sentBuckets) {
            notes.reject(fault)
            return nil
        }
        return fields.point(histogram(fields, buckets.fitted(limits.buckets)), &notes)
    }

    /// A point of an exponential histogram, with explicit bounds from now on.
    mutating func exponential(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> MetricPoint? {
        var fields = PointFields()
        var buckets = ExponentialBuckets(limit: limits.sentBuckets)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1): try label(try reader.block(), &fields, &notes)
            case .fixed64(2): fields.start = try reader.fixed64()
            case .fixed64(3): fields.time = try reader.fixed64()
            case .fixed64(4): fields.count = try reader.fixed64()
            case .fixed64(5): fields.sum = try reader.double()
            case .varint(6): buckets.scale = try reader.zigzag()
            case .fixed64(7): buckets.zeroCount = try reader.fixed64()
            case .block(8): buckets.positive = try buckets.read(try reader.block())
            case .block(9): buckets.negative = try buckets.read(try reader.block())
            case .varint(10): fields.flags = try reader.varint()
            case .block(11): try exemplar(try reader.block(), &fields, &notes)
            case .fixed64(14): buckets.zeroThreshold = try reader.double()
            default: try reader.skip(tag)
            }
        }
        if fields.flags & 1 == 0, let fault = buckets.fault {
            notes.reject(fault)
            return nil
        }
        return fields.point(histogram(fields, buckets.explicit(limit: limits.buckets)), &notes)
    }

    mutating func summary(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> MetricPoint? {
        var fields = PointFields()
        var quantiles: [MetricPoint.Quantile] = []
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(7): try label(try reader.block(), &fields, &notes)
            case .fixed64(2): fields.start = try reader.fixed64()
            case .fixed64(3): fields.time = try reader.fixed64()
            case .fixed64(4): fields.count = try reader.fixed64()
            case .fixed64(5): fields.sum = try reader.double()
            case .block(6):
                let quantile = try quantile(try reader.block())
                if quantiles.count < limits.buckets, let quantile {
                    quantiles.append(quantile)
                } else {
                    notes.dropped += 1
                }
            case .varint(8): fields.flags = try reader.varint()
            default: try reader.skip(tag)
            }
        }
        let sum = MetricNumber(fields.sum ?? 0)
        return fields.point(.summary(count: Double(fields.count), sum: sum, quantiles: quantiles), &notes)
    }

    private func histogram(_ fields: PointFields, _ buckets: ExplicitBuckets) -> MetricPoint.Value {
        .histogram(
            count: Double(fields.count), sum: fields.sum.map { MetricNumber($0) }, bounds: buckets.bounds,
            counts: buckets.counts)
    }

    /// Nil where the share is none.
    private func quantile(_ block: Block) throws(OTLPError) -> MetricPoint.Quantile? {
        var (share, value) = (0.0, 0.0)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .fixed64(1): share = try reader.double()
            case .fixed64(2): value = try reader.double()
            default: try reader.skip(tag)
            }
        }
        return (0...1).contains(share) ? MetricPoint.Quantile(share: share, value: MetricNumber(value)) : nil
    }

    // MARK: Labels and exemplars

    /// Adds a label; its value is a text, whatever the attribute was.
    private mutating func label(
        _ block: Block, _ fields: inout PointFields, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        let (key, value) = try AnyValue.keyValue(block)
        guard !key.isEmpty, fields.labels.count < limits.attributes else {
            notes.dropped += 1
            return
        }
        let name = PlainText.read(key, limit: limits.valueBytes, &notes)
        fields.labels.append((name, .string(try labelText(value, &notes))))
    }

    private mutating func labelText(_ value: AnyValue, _ notes: inout DecodeNotes) throws(OTLPError) -> String {
        if case .text(let block) = value { return PlainText.read(block, limit: limits.valueBytes, &notes) }
        if case .none = value { return "" }
        text.removeAll()
        try value.write(to: &text, limit: limits.valueBytes, depth: limits.depth, &notes)
        if text.count > limits.compoundBytes {
            notes.cut += 1
            text.removeAll(after: limits.compoundBytes)
        }
        let written = String(decoding: text.bytes, as: UTF8.self)
        // Bytes, and numbers that JSON has not, are texts already.
        return written.hasPrefix("\"") ? String(written.dropFirst().dropLast()) : written
    }

    private func exemplar(
        _ block: Block, _ fields: inout PointFields, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        var (time, value): (UInt64, Double?) = (0, nil)
        var (trace, span): (TraceID?, SpanID?) = (nil, nil)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .fixed64(2): time = try reader.fixed64()
            case .fixed64(3): value = try reader.double()
            case .fixed64(6): value = Double(Int64(bitPattern: try reader.fixed64()))
            case .block(4): span = Identifier.span(try reader.block())
            case .block(5): trace = Identifier.trace(try reader.block())
            default: try reader.skip(tag)
            }
        }
        guard fields.exemplars.count < limits.exemplars, let value, let time = Int64(exactly: time) else {
            notes.dropped += 1
            return
        }
        fields.exemplars.append(
            MetricExemplar(
                value: MetricNumber(value), time: Timestamp(nanoseconds: time), trace: trace, span: span))
    }
}
