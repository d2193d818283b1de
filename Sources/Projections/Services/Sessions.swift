public import EventStore

/// The HTTP sessions that are open, and what each wants to hear of.
public struct Sessions: Projection {
    public static let name = "sessions"
    public static let version = 1
    public static let consumes: [any Event.Type] = [
        SessionOpened.self, SessionPreferencesSet.self, SessionClosed.self,
    ]

    /// Sessions kept; those opened first give way, and their clients begin anew.
    public static let limit = 10_000

    public struct Session: Codable, Equatable, Sendable {
        /// Whose it is.
        public let principal: String?
        public let revision: String
        public internal(set) var resources: [String] = []
        public internal(set) var lists: [String] = []
        public internal(set) var logLevel: String?

        public init(principal: String?, revision: String) {
            self.principal = principal
            self.revision = revision
        }
    }

    private var sessions = RecentMap<String, Session>(limit: limit)

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        let id = String(event.stream.id)
        switch event.body {
        case let fact as SessionOpened:
            sessions[id] = Session(principal: event.metadata.principal, revision: fact.revision)
        case let fact as SessionPreferencesSet where sessions[id] != nil:
            sessions[id]?.resources = fact.resources
            sessions[id]?.lists = fact.lists
            sessions[id]?.logLevel = fact.logLevel
        case is SessionClosed: sessions[id] = nil
        default: break
        }
    }

    /// An open session.
    public subscript(id: String) -> Session? { sessions[id] }

    public var count: Int { sessions.count }
}
