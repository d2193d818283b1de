public import EventStore
public import Projections
import Synchronization

/// Whether there is room for a new task: by the quotas of whoever asks, and by the bound of all open tasks.
///
/// What was used is the fold ``Quotas``. Tasks that were let in and that it does not show yet are counted here until it
/// does, so that many who ask at once get no more than one who asks many times.
public final class QuotaDesk: Sendable {
    /// A place that was taken for a task that is about to be in the log.
    struct Place {
        fileprivate let number: Int
    }

    private struct Pending {
        let user: String
        let charge: TaskCharge
        /// Where its task stands in the log; nil while that is not known.
        var position: Position?
    }

    private struct State {
        var pending: [Int: Pending] = [:]
        var last = 0
        var notes = RefusalNotes()
    }

    private let log: any EventLog
    private let host: ProjectionHost
    private let clock: any WallClock
    private let openTasks: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - host: must hold ``Quotas``.
    ///   - openTasks: tasks that are not over, of all principals together.
    public init(log: any EventLog, host: ProjectionHost, openTasks: Int, clock: any WallClock = SystemWallClock()) {
        self.log = log
        self.host = host
        self.openTasks = openTasks
        self.clock = clock
    }

    /// Takes a place for a task; ``settle(_:at:)`` must be called once for it.
    ///
    /// - Throws: an error that clients see as one of the protocol, with what is full and when to try again.
    func take(_ charge: TaskCharge, for user: String) async throws(ToolError) -> Place {
        if case .success(let place) = place(charge, user) { return place }
        // The read model may lag behind ends that the caller has seen.
        try? await host.wait(for: log.head, timeout: .seconds(2))
        switch place(charge, user) {
        case .success(let place): return place
        case .failure(let fault):
            throw ToolError(fault.code, fault.message, hint: nil, protocolError: tell(fault, user))
        }
    }

    /// Tells where the task of a place stands; nil where there is none: then the place is free again.
    func settle(_ place: Place, at position: Position?) {
        state.withLock { state in
            if let position {
                state.pending[place.number]?.position = position
            } else {
                state.pending[place.number] = nil
            }
        }
    }

    private func place(_ charge: TaskCharge, _ user: String) -> Result<Place, QuotaFault> {
        let now = clock.now()
        return state.withLock { state in
            let view = host.view(Quotas.self)
            for (number, pending) in state.pending {
                if let position = pending.position, position <= view.position { state.pending[number] = nil }
            }
            let waiting = state.pending.values.reduce(0) { $0 + $1.charge.tasks }
            guard view.value.openTasks + waiting + charge.tasks <= openTasks else {
                return .failure(.full(open: view.value.openTasks + waiting, limit: openTasks, asked: charge.tasks))
            }
            var use = view.value.use(of: user)
            for pending in state.pending.values where pending.user == user {
                use.add(pending.charge, on: QuotaUse.day(of: now))
            }
            if let refusal = view.value.refusal(of: charge, use: use, at: now) { return .failure(.quota(refusal)) }
            state.last += 1
            state.pending[state.last] = Pending(user: user, charge: charge)
            return .success(Place(number: state.last))
        }
    }

    /// Notes a refusal in the log, as limits of requests are; the error to answer with.
    private func tell(_ fault: QuotaFault, _ user: String) -> RPCError {
        let now = clock.now()
        let admission = fault.admission(of: user)
        if let note = state.withLock({ $0.notes.event(for: admission, at: now) }) {
            // Best effort: a log that is full refuses the task itself.
            try? log.enqueue(Proposal([note], to: AccessEvents.limits))
        }
        return fault.error
    }
}
