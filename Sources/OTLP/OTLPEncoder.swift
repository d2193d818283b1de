public import EventStore

/// Turns events of the log into the body of an OTLP/HTTP export.
public struct OTLPEncoder: Sendable {
    private let own: JSONObject
    private let counters: Set<String>

    /// - Parameters:
    ///   - own: the resource of what this process itself did, such as `service.name`.
    ///   - counters: which of the plain values of `MetricsSampled` are running totals; the others are gauges.
    public init(own: JSONObject, counters: Set<String> = ["process.cpu.seconds"]) {
        self.own = own
        self.counters = counters
    }

    /// Writes the events that are of this signal, and passes over all others.
    public func encode(_ events: [RecordedEvent], of signal: OTLPSignal, in format: OTLPFormat) -> [UInt8] {
        var groups = RecordGroups()
        for event in events {
            switch signal {
            case .traces:
                guard let span = event.body(as: SpanEnded.self) else { continue }
                SpanWriter.add(span, event.metadata.trace, own: own, to: &groups)
            case .logs:
                guard let line = event.body(as: LogRecorded.self) else { continue }
                LogRecordWriter.add(line, event.metadata.trace, at: event.time, own: own, to: &groups)
            case .metrics: add(metrics: event, to: &groups)
            }
        }
        let request = groups.request
        guard format == .json else { return request }
        return (try? JSONFromProtobuf.convert(request, signal.request)) ?? []
    }

    private func add(metrics event: RecordedEvent, to groups: inout RecordGroups) {
        var resource = own
        var families: [MetricFamily] = []
        if let sample = event.body(as: MetricsSampled.self) {
            families = values(sample) + sample.families
        } else if let received = event.body(as: MetricsReceived.self) {
            resource = received.resource
            families = received.families
        }
        for family in families {
            groups.add(resource, RecordGroups.Scope()) { MetricWriter.write(family, at: event.time, to: &$0) }
        }
    }

    private func values(_ sample: MetricsSampled) -> [MetricFamily] {
        sample.values.sorted { $0.key < $1.key }.map { name, value in
            MetricFamily(
                name: name, kind: counters.contains(name) ? .counter : .gauge, unit: Self.unit(of: name),
                points: [MetricPoint(value: .number(MetricNumber(value)))])
        }
    }

    /// In UCUM, from the last word of a name.
    private static func unit(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "seconds": "s"
        case "bytes": "By"
        default: ""
        }
    }
}
