/// A fact that has happened: a plain value, named in the past tense, that the log keeps for good.
///
/// An event says what happened and nothing else. It reads no clock, holds no reference and does no
/// work; who did it, when and within which trace is the envelope's business (``RecordedEvent``).
public protocol Event: Codable, Equatable, Sendable {
    /// The name in the log, such as `tool.completed`. It never changes once a release has written it.
    static var type: EventType { get }

    /// The stored shape's version. Raise it when the shape changes, and add an ``Upcaster``.
    static var version: Int { get }
}

extension Event {
    public static var version: Int { 1 }
}
