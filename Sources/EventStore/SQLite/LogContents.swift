import Synchronization

/// What is known of the log in memory: the summaries of its sealed segments, and the events after them.
///
/// The writer changes it after each commit; readers take what they need and go on without it.
final class LogContents: Sendable {
    private struct State {
        var directory: SegmentDirectory
        /// The latest events: all that are not sealed, and some that are.
        var tail: [RecordedEvent]
        /// The position before the first of `tail`.
        var start: Position
        /// What nobody has let go of yet, in lots: sealed events beyond the limit, and what the writer is done with.
        var surplus: [any Sendable] = []
    }

    private let state: Mutex<State>
    /// Events that are let go of at once.
    private static let lot = 256
    /// How many events are kept for live readers, sealed or not.
    private let tailLimit: Int

    init(tailLimit: Int) {
        state = Mutex(State(directory: SegmentDirectory(), tail: [], start: .start))
        self.tailLimit = tailLimit
    }

    var directory: SegmentDirectory { state.withLock { $0.directory } }

    var sealedThrough: Position { state.withLock { $0.directory.sealedThrough } }

    /// The last position; the start where the log is empty.
    var head: Position { state.withLock { $0.tail.last?.position ?? $0.start } }

    /// The time of the last event; nil where the log is empty.
    var lastTime: Timestamp? { state.withLock { $0.tail.last?.time ?? $0.directory.last?.lastTime } }

    /// The number of events that wait to be sealed.
    var unsealedCount: Int { state.withLock { Self.unsealed($0).count } }

    /// Up to `limit` of the events that wait to be sealed, the first of them beyond a position.
    ///
    /// A copy: whoever held on to the tail itself would have the next commit copy all of it.
    func unsealed(after position: Position = .start, limit: Int = .max) -> ArraySlice<RecordedEvent> {
        state.withLock { state in
            let sealed = state.directory.sealedThrough
            let passed = Int(max(position, sealed).value - sealed.value)
            return Array(Self.unsealed(state).dropFirst(passed).prefix(limit))[...]
        }
    }

    private static func unsealed(_ state: State) -> ArraySlice<RecordedEvent> {
        state.tail.dropFirst(
            Int(state.directory.sealedThrough.value - min(state.start, state.directory.sealedThrough).value))
    }

    /// Adds what was just committed, and the segments that were sealed with it.
    func add(_ events: [RecordedEvent], sealed: [SegmentDirectory.Summary]) {
        state.withLock { state in
            state.tail += events
            for summary in sealed { state.directory.append(summary) }
            if !sealed.isEmpty { trim(&state) }
        }
    }

    /// Leaves it to whoever has the time to free what the writer is done with.
    func discard(_ lot: some Sendable) { state.withLock { $0.surplus.append(lot) } }

    /// Lets go of what was discarded, and of events that ``add(_:sealed:)`` found to be too many: thousands, which takes
    /// milliseconds.
    ///
    /// - Parameters:
    ///   - lots: so many stay.
    ///   - pause: called every now and then.
    func letGo(keeping lots: Int = 0, pause: () -> Void = {}) {
        while state.withLock({ $0.surplus.count > lots ? $0.surplus.popLast() : nil }) != nil { pause() }
    }

    /// The same of one lot; false where there is none.
    func letGoOfOne() -> Bool { state.withLock { $0.surplus.popLast() } != nil }

    /// Takes over what lies in the database.
    func replace(directory: SegmentDirectory, unsealed: [RecordedEvent]) {
        state.withLock { $0 = State(directory: directory, tail: unsealed, start: directory.sealedThrough) }
    }

    /// Takes what a principal's events say out of memory.
    func erase(_ principal: String) {
        state.withLock { state in
            state.surplus = []
            for (index, event) in state.tail.enumerated() {
                if event.metadata.principal == principal {
                    state.tail[index] = event.erased
                } else if event.isAppended(with: principal) {
                    state.tail[index] = event.alone
                }
            }
        }
    }

    /// Takes sealed events beyond the limit out, many at a time.
    private func trim(_ state: inout State) {
        guard state.tail.count > 2 * tailLimit else { return }
        let sealed = state.tail.count - Self.unsealed(state).count
        let count = min(sealed, state.tail.count - tailLimit)
        guard count > 0 else { return }
        for start in stride(from: 0, to: count, by: Self.lot) {
            state.surplus.append(Array(state.tail[start..<min(start + Self.lot, count)]))
        }
        state.start = state.tail[count - 1].position
        state.tail.removeFirst(count)
    }

    /// Lets go of what live readers were to find quickly: they have it by now, and can read it again.
    func rest() {
        state.withLock { state in
            let unsealed = Self.unsealed(state)
            if let first = unsealed.first {
                state.start = Position(first.position.value - 1)
            } else {
                state.start = state.tail.last?.position ?? state.start
            }
            state.tail = unsealed.map(\.atRest)
            state.surplus = []
        }
    }

    // MARK: Reading

    /// The page after a position out of memory alone; nil where the tail does not reach back that far.
    func page(_ selection: Selection, after position: Position, limit: Int) -> Page? {
        state.withLock { state in
            guard position >= state.start else { return nil }
            let rest = state.tail.dropFirst(Int(clamping: position.value - state.start.value))
            if selection == .all, rest.count <= limit {
                return Page(events: Array(rest), through: rest.last?.position ?? position, isLast: true)
            }
            var found: [RecordedEvent] = []
            for event in rest where selection.matches(event) {
                found.append(event)
                if found.count == limit {
                    return Page(
                        events: found, through: event.position, isLast: event.position == state.tail.last?.position)
                }
            }
            return Page(events: found, through: max(position, state.tail.last?.position ?? position), isLast: true)
        }
    }

    /// The events of the tail before a position, the latest first, and where the tail begins.
    func pageBackwards(_ selection: Selection, before position: Position, limit: Int) -> Page {
        state.withLock { state in
            var found: [RecordedEvent] = []
            let end = position > state.start ? Int(clamping: position.value - state.start.value) - 1 : 0
            for event in state.tail.prefix(end).reversed() where selection.matches(event) {
                found.append(event)
                if found.count == limit {
                    return Page(events: found, through: event.position, isLast: event.position.value <= 1)
                }
            }
            let through = min(position, state.start.advanced(by: 1))
            return Page(events: found, through: through, isLast: through.value <= 1)
        }
    }
}
