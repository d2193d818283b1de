/// The life of a connection that stays open; its requests are in the same stream.
///
/// Stream `connection-<id>`.
public enum ConnectionEvents {
    public static let page: [any Event.Type] = [ConnectionOpened.self, ConnectionClosed.self]
}

/// A client opened a connection.
public struct ConnectionOpened: Event {
    public static let type: EventType = "connection.opened"
    /// `websocket`.
    public let transport: String
    public let path: String
    /// The one that is spoken, where the client offered it.
    public let subprotocol: String?
    /// The page that opened it, where a browser said so.
    public let origin: String?
    /// What the client's program calls itself.
    public let agent: String?

    public init(transport: String, path: String, subprotocol: String?, origin: String?, agent: String?) {
        self.transport = transport
        self.path = path
        self.subprotocol = subprotocol
        self.origin = origin
        self.agent = agent
    }
}

/// The connection ended.
public struct ConnectionClosed: Event {
    public static let type: EventType = "connection.closed"
    public let transport: String
    /// Who ended it: `client`, `service` or `network`.
    public let side: String
    /// The close code; 1005 for a close without one, 1006 for a connection that was lost.
    public let code: Int
    public let reason: String
    /// How long it was open.
    public let seconds: Double
    /// How many requests came by it.
    public let requests: Int

    public init(transport: String, side: String, code: Int, reason: String, seconds: Double, requests: Int) {
        self.transport = transport
        self.side = side
        self.code = code
        self.reason = reason
        self.seconds = seconds
        self.requests = requests
    }
}
