import EventStore

/// The id of a server-sent event of a session: which stream it is of, and where in the log.
///
/// `n.4711` in the stream of notifications, else `4700.4711` with the position at which the stream began.
struct SessionEventID: Equatable, Sendable, CustomStringConvertible {
    /// Nil for what the service tells unasked.
    let channel: Position?
    let position: Position

    init(channel: Position?, position: Position) {
        self.channel = channel
        self.position = position
    }

    /// Reads `Last-Event-ID`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let position = UInt64(parts[1]) else { return nil }
        self.position = Position(position)
        guard parts[0] != "n" else {
            channel = nil
            return
        }
        guard let channel = UInt64(parts[0]) else { return nil }
        self.channel = Position(channel)
    }

    var description: String { "\(channel.map { String($0.value) } ?? "n").\(position.value)" }
}
