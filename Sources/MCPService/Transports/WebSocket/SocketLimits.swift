/// What one WebSocket connection may cost.
public struct SocketLimits: Sendable {
    /// WebSockets open at once; one more is refused.
    public var connections = 10_000
    /// Bytes of a message.
    public var messageBytes = 4 << 20
    /// Frames of one message.
    public var fragments = 1024
    /// Requests of a connection that are worked on at once; more wait.
    public var running = 32
    /// Requests that wait; one more is refused.
    public var waiting = 256
    /// Bytes of answers that a slow reader may leave unread before its requests are no longer read.
    public var unsentBytes = 64 << 10
    /// Seconds between two pings; a client that was not heard for two of them is gone.
    public var pingSeconds = 20
    /// Seconds without a message in either direction, and without a request under way, after which it ends.
    public var idleSeconds = 900
    /// Seconds for a client to answer a close frame, or to finish its upgrade request.
    public var closeSeconds = 5
    /// Milliseconds of silence after which a client that offered no subprotocol is welcomed as the reference API does.
    public var welcomeMilliseconds = 250

    public init() {}
}
