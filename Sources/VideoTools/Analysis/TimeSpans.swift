/// Spans of time in seconds, as the detecting filters report them.
struct TimeSpans: Equatable, Sendable {
    private(set) var spans: [ClosedRange<Double>] = []
    private var openSince: Double?

    var total: Double { spans.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

    mutating func begin(_ time: Double) { openSince = max(0, time) }

    /// Ends the span that has begun; an end without a begin means nothing.
    mutating func end(_ time: Double) {
        guard let start = openSince else { return }
        openSince = nil
        add(start, time)
    }

    mutating func add(_ start: Double, _ end: Double) {
        if end > start { spans.append(start...end) }
    }

    /// Some filters do not report the end of a span that lasts to the end of the file.
    mutating func finish(_ duration: Double) { end(duration) }

    /// The time that lies in both.
    func overlap(_ other: TimeSpans) -> Double {
        spans.reduce(0) { sum, one in
            sum
                + other.spans.reduce(0) {
                    $0 + max(0, min(one.upperBound, $1.upperBound) - max(one.lowerBound, $1.lowerBound))
                }
        }
    }
}
