public import EventStore
import Synchronization

/// The way of everything that libraries tell through the standard facades into the log.
///
/// The facades are set up once a process and early; what comes before a log is attached waits, so much of it, and
/// the oldest gives way. Nobody ever waits for the log: what a full queue refuses is counted and left out.
public final class TelemetrySink: Sendable {
    private struct State {
        var log: (any EventLog)?
        var waiting: [Proposal] = []
        var dropped = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: proposals that wait for a log at most.
    public init(limit: Int = 1000) { self.limit = limit }

    /// From now on everything goes to `log`, first what has waited.
    public func attach(_ log: any EventLog) {
        let waiting = state.withLock { state in
            state.log = log
            defer { state.waiting = [] }
            return state.waiting
        }
        for proposal in waiting { send(proposal) }
    }

    /// What was left out, because the queue was full or no log came.
    public var dropped: Int { state.withLock { $0.dropped } }

    func send(_ proposal: Proposal) {
        let log: (any EventLog)? = state.withLock { state in
            if state.log == nil { keep(proposal, &state) }
            return state.log
        }
        guard let log else { return }
        do { try log.enqueue(proposal) } catch { state.withLock { $0.dropped += 1 } }
    }

    private func keep(_ proposal: Proposal, _ state: inout State) {
        if state.waiting.count >= limit {
            state.waiting.removeFirst()
            state.dropped += 1
        }
        state.waiting.append(proposal)
    }
}
