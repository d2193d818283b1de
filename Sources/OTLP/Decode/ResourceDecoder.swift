import EventStore

/// Reads what one resource sent: its scopes, and their records one after the other.
struct ResourceDecoder {
    typealias Block = ProtobufReader.Block

    private let signal: OTLPSignal
    private let limits: OTLPLimits
    private var spans: SpanDecoder
    private var logs: LogDecoder
    private var metrics: MetricDecoder
    private var families = FamilyList()

    init(signal: OTLPSignal, limits: OTLPLimits) {
        self.signal = signal
        self.limits = limits
        spans = SpanDecoder(limits: limits)
        logs = LogDecoder(limits: limits)
        metrics = MetricDecoder(limits: limits)
    }

    /// - Parameter block: a `ResourceSpans`, `ResourceMetrics` or `ResourceLogs`, which are alike.
    mutating func decode(_ block: Block, into batch: inout EventBatch, _ notes: inout DecodeNotes) throws(OTLPError) {
        // The resource may stand after what it sent: it is read first.
        let resource = try ResourceText(try Self.first(of: block), limits: limits, &notes)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            guard tag == .block(2) else {
                try reader.skip(tag)
                continue
            }
            try decodeScope(try reader.block(), resource, into: &batch, &notes)
        }
        if signal == .metrics { try addMetrics(of: resource, to: &batch) }
    }

    private mutating func decodeScope(
        _ block: Block, _ resource: ResourceText, into batch: inout EventBatch, _ notes: inout DecodeNotes
    ) throws(OTLPError) {
        let scope = try ScopeText(try Self.first(of: block), limits: limits, &notes)
        let stream = signal == .traces ? resource.spans : resource.logs
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            guard tag == .block(2) else {
                try reader.skip(tag)
                continue
            }
            let record = try reader.block()
            switch signal {
            case .traces:
                let event = try spans.decode(record, scope: scope, resource: resource, &notes)
                if let event { try batch.add(event, to: stream) }
            case .logs:
                let event = try logs.decode(record, scope: scope, resource: resource, &notes)
                if let event { try batch.add(event, to: stream) }
            case .metrics:
                if let family = try metrics.decode(record, &notes) { families.add(family) }
            }
        }
    }

    private mutating func addMetrics(of resource: ResourceText, to batch: inout EventBatch) throws(OTLPError) {
        for families in families.take() {
            let fact = MetricsReceived(resource: resource.attributes, families: families)
            guard let payload = try? JSONObjectWriter.bytes(of: fact) else { continue }
            let event = ProposedEvent(type: MetricsReceived.type, version: MetricsReceived.version, payload: payload)
            try batch.add(event, to: resource.metrics)
        }
    }

    /// The message in field 1, where there is one: the resource, or the scope.
    private static func first(of block: Block) throws(OTLPError) -> Block? {
        var found: Block?
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            if tag == .block(1) { found = try reader.block() } else { try reader.skip(tag) }
        }
        return found
    }
}
