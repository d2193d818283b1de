import EventStore
import Synchronization

/// Those who wait until a fold has applied a position.
///
/// The fold's host says how far it is after each page; whoever waits for no more than that goes on.
final class PositionWaiters: Sendable {
    private enum Arrival { case applied, late, stopped }

    private let state = Mutex(State())
    private let timeout: Duration

    /// - Parameter timeout: how long somebody waits who names no other time.
    init(timeout: Duration) { self.timeout = timeout }

    /// Waiting makes sense from now on; it also does before the first time.
    func begin() { state.withLock { $0.isStopped = false } }

    /// Everything up to here has been applied; it is less than before where all is applied anew.
    func note(_ position: Position) {
        for waiter in state.withLock({ $0.note(position) }) { waiter.resume(returning: true) }
    }

    /// Ends every wait, now and until it begins again.
    func stop() {
        for waiter in state.withLock({ $0.stop() }) { waiter.resume(returning: false) }
    }

    /// Returns once `position` has been applied.
    func wait(for position: Position, timeout: Duration? = nil) async throws(ProjectionError) {
        let limit = timeout ?? self.timeout
        let arrival = await withTaskGroup(of: Arrival.self) { group in
            group.addTask { await self.arrival(of: position) ? .applied : .stopped }
            group.addTask { (try? await Task.sleep(for: limit)) == nil ? .stopped : .late }
            let first = await group.next() ?? .stopped
            group.cancelAll()
            return first
        }
        switch arrival {
        case .applied: return
        case .late: throw .timedOut(waitingFor: position, at: state.withLock { $0.reached })
        case .stopped: throw .stopped(waitingFor: position)
        }
    }

    private func arrival(of position: Position) async -> Bool {
        let id = state.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    return state.add(continuation, id: id, for: position)
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.remove(id) }?.resume(returning: false)
        }
    }
}

extension PositionWaiters {
    /// What the lock guards.
    private struct State {
        typealias Waiter = CheckedContinuation<Bool, Never>

        private(set) var reached = Position.start
        var isStopped = false
        private var waiting: [Int: (position: Position, waiter: Waiter)] = [:]
        private var next = 0

        mutating func makeID() -> Int {
            next += 1
            return next
        }

        /// The answer where it is known at once; otherwise nil, and the waiter is kept.
        mutating func add(_ waiter: Waiter, id: Int, for position: Position) -> Bool? {
            if reached >= position { return true }
            if isStopped { return false }
            waiting[id] = (position, waiter)
            return nil
        }

        mutating func remove(_ id: Int) -> Waiter? { waiting.removeValue(forKey: id)?.waiter }

        /// Gives the waiters whose position has come.
        mutating func note(_ position: Position) -> [Waiter] {
            reached = position
            guard !waiting.isEmpty else { return [] }
            let ready = waiting.filter { $0.value.position <= position }
            for id in ready.keys { waiting[id] = nil }
            return ready.values.map(\.waiter)
        }

        mutating func stop() -> [Waiter] {
            isStopped = true
            defer { waiting = [:] }
            return waiting.values.map(\.waiter)
        }
    }
}
