import EventStore
import Synchronization

/// Sees to it that a session's notifications go to one connection: the latest, as an earlier one may be dead unnoticed.
final class SessionTurns: Sendable {
    private let cancellations: CancellationTable
    private let turns = Mutex<[String: RequestID]>([:])

    init(cancellations: CancellationTable) { self.cancellations = cancellations }

    /// Runs `body` until it returns, a later turn begins, or the session's requests are cancelled.
    func run(_ session: String, _ body: @escaping @Sendable () async -> Void) async {
        let turn = RequestID.string("turn-" + TraceID.random().hex)
        if let before = turns.withLock({ $0.updateValue(turn, forKey: session) }) {
            cancellations.cancel(before, in: session)
        }
        _ = await cancellations.run(turn, in: session, body)
        turns.withLock { turns in
            if turns[session] == turn { turns[session] = nil }
        }
    }
}
