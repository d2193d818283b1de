/// Takes the facts of many events out of their bytes, for folds: several times as fast as ``RecordedEvent/body``.
///
/// The events that most of a log is made of are read where they lie, without what is only kept to be shown or run again:
/// of a request's parameters the `name` alone is there, of a tool's answer nothing. No fold looks at either (a test
/// compares); whoever does reads the event's own ``RecordedEvent/body``. A value, used by one reader at a time: it
/// remembers names that come again.
public struct FactReader {
    private var names = NameMemory()

    public init() {}

    /// The event with its payload at hand, and with its fact where that is wanted and can be read.
    public mutating func read(_ event: RecordedEvent, withFact: Bool) -> RecordedEvent {
        if event.isRead { return event }
        let bytes = event.payload
        guard withFact else { return event.with(payload: bytes) }
        let fact = quick(event, bytes) ?? Catalogue.standard.decode(event.with(payload: bytes))
        return event.with(payload: bytes, fact: fact, isUnreadable: fact == nil)
    }

    /// Nil where the event is of no frequent type, or not as simple as they are.
    private mutating func quick(_ event: RecordedEvent, _ bytes: [UInt8]) -> (any Event)? {
        guard let kind = Self.kinds[event.type], kind.versions.contains(event.version) else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            var members = JSONMembers(bytes)
            let fact = kind.read(&members, &names)
            return members.hasFailed ? nil : fact
        }
    }

    private struct Kind: Sendable {
        /// Those whose shape is the same.
        let versions: ClosedRange<Int>
        let read: @Sendable (inout JSONMembers, inout NameMemory) -> (any Event)?
    }

    private static let kinds: [EventType: Kind] = [
        RequestReceived.type: Kind(versions: 1...RequestReceived.version) { members, _ in RequestReceived(&members) },
        ToolCompleted.type: Kind(versions: 1...1) { members, _ in ToolCompleted(&members) },
        RequestCompleted.type: Kind(versions: 1...1) { members, _ in RequestCompleted(&members) },
        TaskProgressed.type: Kind(versions: 1...1) { members, _ in TaskProgressed(&members) },
        TaskStageStarted.type: Kind(versions: 1...1) { members, _ in TaskStageStarted(&members) },
        MetricsSampled.type: Kind(versions: 1...1) { members, names in MetricsSampled(&members, &names) },
    ]
}

/// Names that come again and again, in the same order: each is made once.
struct NameMemory {
    private static let limit = 512
    private var known: [(bytes: [UInt8], name: String)] = []
    private var next = 0

    /// Begins where the first name came.
    mutating func restart() { next = 0 }

    /// The name of some bytes; nil where they are no UTF-8.
    mutating func name(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        defer { next += 1 }
        if next < known.count, known[next].bytes.elementsEqual(bytes) { return known[next].name }
        guard let name = JSONMembers.text(bytes) else { return nil }
        if next < Self.limit {
            known.removeSubrange(min(next, known.count)...)
            if next == known.count { known.append((Array(bytes), name)) }
        }
        return name
    }
}
