public import EventStore

/// The silences that were ordered, with who, why and until when.
public struct Silences: Projection {
    public static let name = "silences"
    public static let version = 1
    public static let consumes: [any Event.Type] = [AlertSilenced.self, AlertSilenceExpired.self]

    /// Silences kept, the latest.
    public static let limit = 1000

    public struct Silence: Codable, Equatable, Sendable {
        public enum State: String, Sendable { case pending, active, expired }

        public let id: String
        /// Such as `severity="info"`; all of them must match.
        public let matchers: [String]
        public let author: String
        public let comment: String
        public let start: Timestamp
        public internal(set) var end: Timestamp
        /// Who ended it before its time.
        public internal(set) var expiredBy: String?
        public let position: Position

        public func state(at now: Timestamp) -> State { now < start ? .pending : now < end ? .active : .expired }

        public func json(at now: Timestamp) -> JSON {
            [
                "id": .string(id), "state": .string(state(at: now).rawValue),
                "matchers": .array(matchers.map(JSON.string)), "author": .string(author), "comment": .string(comment),
                "start": .optional(start), "end": .optional(end), "expired_by": .optional(expiredBy),
                "position": .position(position),
            ]
        }
    }

    private var silences: [Silence] = []

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as AlertSilenced:
            silences.removeAll { $0.id == fact.id }
            silences.append(
                Silence(
                    id: fact.id, matchers: fact.matchers, author: fact.author, comment: fact.comment,
                    start: fact.start, end: fact.end, position: event.position))
            if silences.count > Self.limit { silences.removeFirst() }
        case let fact as AlertSilenceExpired:
            guard let index = silences.firstIndex(where: { $0.id == fact.id }), event.time < silences[index].end
            else { return }
            silences[index].end = event.time
            silences[index].expiredBy = fact.author
        default: break
        }
    }

    /// In the order in which they were ordered.
    public var all: [Silence] { silences }

    public func silence(_ id: String) -> Silence? { silences.first { $0.id == id } }

    public func json(at now: Timestamp) -> JSON { .array(silences.map { $0.json(at: now) }) }
}
