import EventStore
import Synchronization

/// The stretches of a log that a search goes through, handed out in order to whoever asks; the first ones are short, for a
/// search that soon has what it looks for.
final class EventStretches: Sendable {
    private struct State {
        var next: UInt64
        var size: UInt64
        var found: (first: UInt64, event: JSON)?
    }

    private static let firstSize: UInt64 = 4096
    private static let sizeLimit: UInt64 = 131_072
    private let last: UInt64
    private let state: Mutex<State>

    init(_ positions: ClosedRange<UInt64>) {
        last = positions.upperBound
        state = Mutex(State(next: positions.lowerBound, size: Self.firstSize))
    }

    /// Nil at the end, and once something was found: what is not handed out yet lies behind it.
    func next() -> ClosedRange<UInt64>? {
        state.withLock { state in
            guard state.found == nil, state.next <= last else { return nil }
            let end = last - state.next < state.size ? last : state.next + state.size - 1
            defer { (state.next, state.size) = (end &+ 1, min(state.size * 4, Self.sizeLimit)) }
            return state.next...end
        }
    }

    /// Notes what was found in a stretch.
    func note(_ event: JSON, in stretch: ClosedRange<UInt64>) {
        state.withLock { state in
            if let found = state.found, found.first < stretch.lowerBound { return }
            state.found = (stretch.lowerBound, event)
        }
    }

    /// The first of what was found.
    var found: JSON? { state.withLock { $0.found?.event } }
}
