import Synchronization

/// The latest events in memory, so that live readers cost the database nothing.
final class TailBuffer: Sendable {
    private struct State {
        var events: [RecordedEvent] = []
        /// The position before the first event held.
        var start: Position
    }

    private let state: Mutex<State>
    private let limit: Int

    /// - Parameter limit: the number of events kept; up to twice as many for a moment.
    init(after head: Position, limit: Int) {
        state = Mutex(State(start: head))
        self.limit = limit
    }

    /// Adds what was just committed.
    func append(_ events: [RecordedEvent]) {
        state.withLock { state in
            state.events += events
            guard state.events.count > 2 * limit else { return }
            let surplus = state.events.count - limit
            state.start = state.events[surplus - 1].position
            state.events.removeFirst(surplus)
        }
    }

    /// The page after a position; nil where the buffer does not reach back that far.
    func page(_ selection: Selection, after position: Position, limit: Int) -> Page? {
        state.withLock { state in
            guard position >= state.start else { return nil }
            let skip = Int(position.value - state.start.value)
            let rest = state.events.dropFirst(skip)
            if selection == .all, rest.count <= limit {
                return Page(events: Array(rest), through: rest.last?.position ?? position, isLast: true)
            }
            var found: [RecordedEvent] = []
            for event in rest where selection.matches(event) {
                found.append(event)
                if found.count == limit {
                    return Page(
                        events: found, through: event.position, isLast: event.position == state.events.last?.position)
                }
            }
            return Page(events: found, through: max(position, state.events.last?.position ?? position), isLast: true)
        }
    }
}
