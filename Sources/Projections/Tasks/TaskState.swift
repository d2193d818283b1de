/// Where a task stands; the words are the reference API's.
public enum TaskState: String, CaseIterable, Codable, Sendable {
    /// Nobody has claimed it. Turns into processing or cancelled.
    case queued
    /// A worker has claimed it. Turns into complete, failed or cancelled; after the worker's death it is claimed again.
    case processing
    /// Done, for good.
    case complete
    /// Cannot be done, for good.
    case failed
    /// Was stopped on request, for good.
    case cancelled

    public var isFinished: Bool { self == .complete || self == .failed || self == .cancelled }
}
