import EventStore

/// Turns metrics into families, each point apart.
struct MetricDecoder {
    typealias Block = ProtobufReader.Block

    private let limits: OTLPLimits
    private var points: PointDecoder

    init(limits: OTLPLimits) {
        self.limits = limits
        points = PointDecoder(limits: limits)
    }

    /// What a metric holds: the number of its field in protobuf.
    private enum Content: UInt64 {
        case gauge = 5
        case sum = 7
        case histogram = 9
        case exponential = 10
        case summary = 11
    }

    /// A metric as a family; nil where none of its points can be kept.
    mutating func decode(_ block: Block, _ notes: inout DecodeNotes) throws(OTLPError) -> MetricFamily? {
        var (name, help, unit) = ("", "", "")
        var content: (kind: Content, block: Block)?
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1): name = text(try reader.block(), &notes)
            case .block(2): help = text(try reader.block(), &notes)
            case .block(3): unit = text(try reader.block(), &notes)
            default:
                guard tag.wire == .block, let kind = Content(rawValue: tag.number) else {
                    try reader.skip(tag)
                    continue
                }
                content = (kind, try reader.block())
            }
        }
        guard let content else { return nil }
        return try family(name, help, unit, content.kind, content.block, &notes)
    }

    private mutating func family(
        _ name: String, _ help: String, _ unit: String, _ content: Content, _ block: Block, _ notes: inout DecodeNotes
    ) throws(OTLPError) -> MetricFamily? {
        var list: [MetricPoint] = []
        var (isDelta, isMonotonic) = (false, false)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .block(1):
                if let point = try point(try reader.block(), content, &notes) { list.append(point) }
            case .varint(2): isDelta = try reader.varint() == 1
            case .varint(3): isMonotonic = try reader.varint() != 0
            default: try reader.skip(tag)
            }
        }
        guard !name.isEmpty else {
            notes.reject("of a metric without a name", count: list.count)
            return nil
        }
        guard !list.isEmpty else { return nil }
        notes.accepted += list.count
        return MetricFamily(
            name: name, kind: Self.kind(content, isMonotonic), unit: unit, help: help, isDelta: isDelta, points: list)
    }

    private mutating func point(
        _ block: Block, _ content: Content, _ notes: inout DecodeNotes
    ) throws(OTLPError) -> MetricPoint? {
        switch content {
        case .gauge, .sum: try points.number(block, &notes)
        case .histogram: try points.histogram(block, &notes)
        case .exponential: try points.exponential(block, &notes)
        case .summary: try points.summary(block, &notes)
        }
    }

    private static func kind(_ content: Content, _ isMonotonic: Bool) -> MetricFamily.Kind {
        switch content {
        case .gauge: .gauge
        case .sum: isMonotonic ? .counter : .gauge
        case .histogram, .exponential: .histogram
        case .summary: .summary
        }
    }

    private func text(_ block: Block, _ notes: inout DecodeNotes) -> String {
        PlainText.read(block, limit: limits.valueBytes, &notes)
    }
}
