import Synchronization

/// A wish to stop that one side makes and the other waits for.
final class CancelSignal: Sendable {
    private let state = Mutex<(isMade: Bool, waiter: CheckedContinuation<Void, Never>?)>((false, nil))

    var isMade: Bool { state.withLock { $0.isMade } }

    func make() {
        state.withLock { state in
            state.isMade = true
            return state.waiter.take()
        }?.resume()
    }

    /// Returns when the wish is made, or the waiting task is cancelled.
    ///
    /// For one waiter.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isMade, !Task.isCancelled else { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }
}
