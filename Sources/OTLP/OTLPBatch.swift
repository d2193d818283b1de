public import EventStore

/// What an export becomes: events to append, and what was left out.
public struct OTLPBatch: Sendable {
    /// In the order in which they came: the events of one stream each.
    public let proposals: [Proposal]
    /// Spans, data points or log records among the events.
    public let accepted: Int
    /// Those that were refused.
    public let rejected: Int
    /// What was refused, cut off or repaired, for whoever runs the sender; empty where nothing was.
    public let message: String
}
