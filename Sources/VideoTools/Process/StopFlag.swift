import Synchronization

/// A flag that is set once, from any thread: the request to end a running program.
final class StopFlag: Sendable {
    private let state = Atomic<Bool>(false)

    var isSet: Bool { state.load(ordering: .acquiring) }

    func set() { state.store(true, ordering: .releasing) }
}
