import Synchronization

/// What is said first, of several things that may be; what comes later is passed over.
final class FirstWord<Word: Sendable>: Sendable {
    private struct State {
        var word: Word?
        var listener: CheckedContinuation<Word, Never>?
    }

    private let state = Mutex(State())

    func say(_ word: Word) {
        let listener = state.withLock { state -> CheckedContinuation<Word, Never>? in
            guard state.word == nil else { return nil }
            state.word = word
            return state.listener.take()
        }
        listener?.resume(returning: word)
    }

    /// The word, once it is said; one listener only.
    func heard() async -> Word {
        await withCheckedContinuation { listener in
            let known = state.withLock { state -> Word? in
                if state.word == nil { state.listener = listener }
                return state.word
            }
            if let known { listener.resume(returning: known) }
        }
    }
}
