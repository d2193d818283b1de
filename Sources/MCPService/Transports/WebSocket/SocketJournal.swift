import EventStore

/// Writes down that a WebSocket opened and ended.
struct SocketJournal: Sendable {
    let log: any EventLog
    let clock: any WallClock
    let connection: String
    let opening: ConnectionOpened
    private let start: Timestamp

    init(log: any EventLog, clock: any WallClock, connection: String, opening: ConnectionOpened) {
        self.log = log
        self.clock = clock
        self.connection = connection
        self.opening = opening
        start = clock.now()
    }

    func opened() { note(opening) }

    func closed(_ ending: SocketProtocol.Ending?, requests: Int) {
        note(
            ConnectionClosed(
                transport: opening.transport, side: ending?.side.rawValue ?? "network",
                code: ending?.code.rawValue ?? CloseCode.abnormal.rawValue, reason: ending?.reason ?? "",
                seconds: clock.now().seconds(since: start), requests: requests))
    }

    private func note(_ event: any Event) {
        // A log that takes no more also refuses what the connection asks for.
        try? log.enqueue(Proposal([event], to: RequestEvents.stream(of: connection)))
    }
}
