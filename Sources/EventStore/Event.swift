/// A fact that has happened: a plain value, named in the past tense, that the log keeps for good.
///
/// An event says what happened and nothing else. It reads no clock, holds no reference and does no
/// work; who did it, when and within which trace is the envelope's business (``RecordedEvent``).
public protocol Event: Codable, Equatable, Sendable {
    /// The name in the log, such as `tool.completed`. It never changes once a release has written it.
    static var type: EventType { get }

    /// The stored shape's version. Raise it when the shape changes, and add an ``Upcaster``.
    static var version: Int { get }

    /// Writes the stored shape: the same members, in the same order, as encoding it would.
    ///
    /// For the events of every request, which write themselves: encoding costs ten times as much.
    func write(to object: inout JSONObjectWriter) throws

    /// The fact in a stored object of today's shape; the same as decoding it would give.
    ///
    /// For the events that most of a log is made of, which read themselves.
    ///
    /// - Throws: where a member is missing or of another type.
    static func read(_ object: JSONObject) throws -> Self
}

extension Event {
    public static var version: Int { 1 }

    public static func read(_ object: JSONObject) throws -> Self { try JSON.object(object).decode(Self.self) }

    public func write(to object: inout JSONObjectWriter) throws { object.add(try JSON(encoding: self).object ?? [:]) }
}
