import Synchronization

/// Tells waiting readers that the log's head has moved.
///
/// Readers wait; the writer never does.
final class HeadSignal: Sendable {
    private struct State {
        var head: Position
        var isClosed = false
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
    }

    private let state: Mutex<State>

    init(head: Position) { state = Mutex(State(head: head)) }

    var head: Position { state.withLock { $0.head } }

    /// Announces a new head and wakes whoever waits.
    func advance(to head: Position) { wake { $0.head = max($0.head, head) } }

    /// Ends every wait, now and in future; readers still see what is there.
    func close() { wake { $0.isClosed = true } }

    /// Returns true once the head lies beyond `place`; false where it never will, or the task was cancelled.
    func wait(beyond place: Position) async -> Bool {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.head > place { return true }
                    if state.isClosed { return false }
                    state.waiters[id] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let (waiters, isClosed) = state.withLock { state in
            change(&state)
            defer { state.waiters = [:] }
            return (state.waiters.values, state.isClosed)
        }
        for waiter in waiters { waiter.resume(returning: !isClosed) }
    }
}
