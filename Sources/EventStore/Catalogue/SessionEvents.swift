/// What the service remembers of an HTTP session of a client up to 2025-11-25: all that any process needs to serve it.
///
/// Stream `session-<id>`.
public enum SessionEvents {
    public static let page: [any Event.Type] = [
        SessionOpened.self, SessionPreferencesSet.self, SessionStreamOpened.self, SessionMessageSent.self,
        SessionStreamParted.self, SessionClosed.self,
    ]

    /// Version 2 says what was withheld, which may be missing.
    static let upcasters = [Upcaster(SessionMessageSent.type, from: 1) { $0 }]

    public static func stream(of id: String) -> StreamName { StreamName("session", id) }
}

/// A client was initialized.
public struct SessionOpened: Event {
    public static let type: EventType = "session.opened"
    /// The revision of MCP that was agreed on.
    public let revision: String
    /// What the client calls itself.
    public let client: String?

    public init(revision: String, client: String?) {
        self.revision = revision
        self.client = client
    }
}

/// What the session wants to hear of, in whole.
public struct SessionPreferencesSet: Event {
    public static let type: EventType = "session.preferences_set"
    /// URIs whose changes are told.
    public let resources: [String]
    /// Lists whose changes are told: `tools`, `prompts`, `resources`.
    public let lists: [String]
    /// The least grave log message that is told; nil for none.
    public let logLevel: String?

    public init(resources: [String], lists: [String], logLevel: String?) {
        self.resources = resources
        self.lists = lists
        self.logLevel = logLevel
    }
}

/// The answer to a request is given as a stream of messages, which is known by this event's position.
public struct SessionStreamOpened: Event {
    public static let type: EventType = "session.stream_opened"
    public let method: String
    /// The request's id, a text or a number.
    public let request: JSON

    public init(method: String, request: JSON) {
        self.method = method
        self.request = request
    }
}

/// A message of a stream; a client that lost the connection can ask for it again.
public struct SessionMessageSent: Event {
    public static let type: EventType = "session.message_sent"
    public static let version = 2
    /// The position of the stream's first event.
    public let channel: Position
    /// Null where the stream ends without one.
    public let message: JSON
    /// Whether the stream ends with it.
    public let isLast: Bool
    /// What is not in `message`; nil where it is whole, and in version 1.
    public let withheld: Withheld?

    public init(channel: Position, message: JSON, isLast: Bool, withheld: Withheld? = nil) {
        self.channel = channel
        self.message = message
        self.isLast = isLast
        self.withheld = withheld
    }
}

/// The service ended the connection of a stream whose messages go on: the client is to come back for them.
public struct SessionStreamParted: Event {
    public static let type: EventType = "session.stream_parted"
    public let channel: Position

    public init(channel: Position) { self.channel = channel }
}

/// The session is over: its id means nothing any more.
public struct SessionClosed: Event {
    public static let type: EventType = "session.closed"

    public init() {}
}
