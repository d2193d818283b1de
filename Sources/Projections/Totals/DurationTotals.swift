import EventStore

/// How often something took how long, since the log began: what a Prometheus histogram counts.
///
/// For each bucket it remembers the last event that fell into it, so a bucket leads to a trace.
struct DurationTotals: Codable, Equatable, Sendable {
    /// The last of a bucket.
    struct Last: Codable, Equatable, Sendable {
        let seconds: Double
        let time: Timestamp
        let trace: TraceID
        let span: SpanID
    }

    /// Upper bounds in seconds, inclusive; those of MCP's semantic conventions.
    static var bounds: [Double] { DurationHistogram.bounds }

    private var counts = [Int](repeating: 0, count: bounds.count + 1)
    private var last = [Last?](repeating: nil, count: bounds.count + 1)
    private var sum = 0.0

    /// Adds one duration; negative or not a number counts as zero.
    mutating func add(_ seconds: Double, in event: RecordedEvent) {
        let value = seconds.isFinite ? max(0, seconds) : 0
        let bucket = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        counts[bucket] += 1
        sum += value
        guard let trace = event.metadata.trace else { return }
        last[bucket] = Last(seconds: value, time: event.time, trace: trace.traceID, span: trace.spanID)
    }

    func point(_ labels: JSONObject) -> MetricPoint {
        MetricPoint(
            labels: labels,
            value: .histogram(
                count: Double(counts.reduce(0, +)), sum: MetricNumber(sum), bounds: Self.bounds,
                counts: counts.map(Double.init)),
            exemplars: last.compactMap(\.?.exemplar))
    }
}

extension DurationTotals.Last {
    fileprivate var exemplar: MetricExemplar {
        MetricExemplar(value: MetricNumber(seconds), time: time, trace: trace, span: span)
    }
}
