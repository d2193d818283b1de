/// Takes the facts of many events out of their bytes, for folds: several times as fast as ``RecordedEvent/body``.
///
/// The events that most of a log is made of are read where they lie, without what is only kept to be shown or run again:
/// of a request's parameters the `name` alone is there, of a tool's answer nothing. No fold looks at either (a test
/// compares); whoever does reads the event's own ``RecordedEvent/body``. A value, used by one reader at a time: it
/// remembers names that come again.
public struct FactReader {
    private var names = NameMemory()
    /// Events between two points at which others may have the processor.
    private static let stretch = 32

    public init() {}

    /// The event with its fact where that is wanted and can be read.
    public mutating func read(_ event: RecordedEvent, withFact: Bool) -> RecordedEvent {
        guard withFact, !event.isRead else { return event }
        return event.with(KeptFact(fact(of: event, Self.kind(event.type, event.version))))
    }

    /// Reads the events of a page that belongs to the caller alone, as ``read(_:withFact:)`` does, without copies of what
    /// lies in segments: whoever else is given one of these events afterwards gets what folds look at, and no more.
    public mutating func read(_ page: Page, withFact isRead: (EventType) -> Bool) -> Page {
        var segment: SealedSegment?
        var types: [(isRead: Bool, kind: Kind?)] = []
        let events = page.events.enumerated().map { index, event in
            if index % Self.stretch == 0 { YieldPoint.pass() }
            guard let place = event.place else { return read(event, withFact: isRead(event.type)) }
            if place.segment !== segment {
                segment = place.segment
                types = place.segment.outline.types.map { (isRead($0.type), Self.kind($0.type, $0.version)) }
            }
            let type = types[place.type]
            if type.isRead {
                event.keep(KeptFact(fact(of: event, type.kind)))
            } else {
                // Whoever asks how large it is need not put the payloads of its type together then.
                _ = event.payloadSize
            }
            return event
        }
        return Page(events: events, through: page.through, isLast: page.isLast)
    }

    /// - Parameter kind: nil where the event is of no frequent type.
    private mutating func fact(of event: RecordedEvent, _ kind: Kind?) -> (any Event)? {
        kind.flatMap { quick(event, $0) } ?? Catalogue.standard.decode(event)
    }

    /// Whether events of that type and version are read where they lie.
    static func isFrequent(_ type: EventType, _ version: Int) -> Bool { kind(type, version) != nil }

    private static func kind(_ type: EventType, _ version: Int) -> Kind? {
        kinds[type].flatMap { $0.versions.contains(version) ? $0 : nil }
    }

    /// Nil where the event is not as simple as those of its type mostly are.
    private mutating func quick(_ event: RecordedEvent, _ kind: Kind) -> (any Event)? {
        event.withPayload { bytes in
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
        ToolCompleted.type: Kind(versions: 1...ToolCompleted.version) { members, _ in ToolCompleted(&members) },
        RequestCompleted.type: Kind(versions: 1...1) { members, _ in RequestCompleted(&members) },
        TaskProgressed.type: Kind(versions: 1...1) { members, _ in TaskProgressed(&members) },
        TaskStageStarted.type: Kind(versions: 1...1) { members, _ in TaskStageStarted(&members) },
        MetricsSampled.type: Kind(versions: 1...1) { members, names in MetricsSampled(&members, &names) },
    ]
}
