import Synchronization

/// Tells waiting readers that the log's head has moved.
///
/// Readers wait; the writer never does.
final class HeadSignal: Sendable {
    private struct State {
        var head: Position
        var isClosed = false
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: (selection: Selection, continuation: CheckedContinuation<Bool, Never>)] = [:]
    }

    private let state: Mutex<State>

    init(head: Position) { state = Mutex(State(head: head)) }

    var head: Position { state.withLock { $0.head } }

    /// Announces new events, the last ones of the log, and wakes those who wait for one of them.
    func advance(by events: [RecordedEvent]) {
        guard let last = events.last else { return }
        wake({ selection in events.contains(where: selection.matches) }) { $0.head = max($0.head, last.position) }
    }

    /// Announces a new head, whatever lies before it, and wakes whoever waits.
    func advance(to head: Position) { wake({ _ in true }) { $0.head = max($0.head, head) } }

    /// Ends every wait, now and in future; readers still see what is there.
    func close() { wake({ _ in true }) { $0.isClosed = true } }

    /// Returns true once there may be something of the selection beyond `place`; false where there never will be,
    /// or the task was cancelled.
    func wait(for selection: Selection, beyond place: Position) async -> Bool {
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
                    state.waiters[id] = (selection, continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
    }

    private func wake(_ isWanted: (Selection) -> Bool, _ change: (inout State) -> Void) {
        let (woken, isClosed) = state.withLock { state in
            change(&state)
            var woken: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
            for (id, waiter) in state.waiters where isWanted(waiter.selection) {
                woken.append((id, waiter.continuation))
            }
            for waiter in woken { state.waiters[waiter.id] = nil }
            return (woken, state.isClosed)
        }
        for waiter in woken { waiter.continuation.resume(returning: !isClosed) }
    }
}
