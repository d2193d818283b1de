import EventStore

/// Which events of the log a collector is sent.
struct ExportChoice: Sendable {
    let signal: OTLPSignal
    /// Whether what others sent here is sent on.
    let includesReceived: Bool

    var selection: Selection {
        var types: [EventType]
        switch signal {
        case .traces: types = [SpanEnded.type]
        case .logs: types = [LogRecorded.type]
        case .metrics: types = includesReceived ? [MetricsSampled.type, MetricsReceived.type] : [MetricsSampled.type]
        }
        return Selection(types: types.map { TypePattern($0.name) })
    }

    func includes(_ event: RecordedEvent) -> Bool {
        if includesReceived { return true }
        switch signal {
        // Received spans are most of a busy log: their stream tells them apart unread.
        case .traces: return event.stream.category != "otlp" && event.body(as: SpanEnded.self)?.resource == nil
        case .logs: return event.body(as: LogRecorded.self)?.resource.isEmpty ?? false
        case .metrics: return true
        }
    }
}
