/// What a query yields.
public enum QueryResult: Equatable, Sendable {
    /// A number at a time, in milliseconds.
    case scalar(Double, at: Int64)
    case string(String, at: Int64)
    /// One sample a series, all at the time asked for; in the order that the expression gives.
    case vector([InstantSample])
    /// Samples over time; of a range query sorted by labels.
    case matrix([RangeSeries])
}

/// One sample and its series.
public struct InstantSample: Equatable, Sendable {
    public let labels: Labels
    /// Milliseconds since 1970.
    public let timestamp: Int64
    public let value: Double

    /// Values are the same where their bits are, so that NaN equals itself.
    public static func == (left: InstantSample, right: InstantSample) -> Bool {
        left.labels == right.labels && left.timestamp == right.timestamp
            && (left.value == right.value || left.value.isNaN && right.value.isNaN)
    }
}

/// A series and its samples.
public struct RangeSeries: Equatable, Sendable {
    public let labels: Labels
    public let samples: Samples
}
