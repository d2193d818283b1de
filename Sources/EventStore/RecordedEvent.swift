import Synchronization

/// An event as the log holds it: the fact's stored bytes and its envelope.
///
/// A reference, because events are handed around far more often than they are made; whatever is beyond its outline is
/// taken out of the compressed columns only when somebody asks for it.
public final class RecordedEvent: Sendable {
    public let position: Position
    /// The writer's clock when the event was appended; it never falls from one position to the next.
    public let time: Timestamp
    public let type: EventType
    /// The version of the shape in `payload`.
    public let version: Int
    /// What was proposed, where it is not read out of a segment.
    let appended: AppendedEvents?
    private let ownRevision: Revision
    /// What was read of it ahead of those who ask; retained.
    private let kept = Atomic<Unmanaged<KeptFact>?>(nil)
    /// Where all else still lies in a segment's columns.
    private let segment: SealedSegment?
    /// In the one or the other.
    private let index: Int

    public init(
        position: Position, time: Timestamp, stream: StreamName, revision: Revision, type: EventType, version: Int,
        metadata: EventMetadata, payload: [UInt8], fresh: (any Event)? = nil
    ) {
        self.position = position
        self.time = time
        self.type = type
        self.version = version
        appended = AppendedEvents(
            [ProposedEvent(type: type, version: version, payload: payload, fact: fresh)], in: HashedStream(stream),
            metadata: metadata)
        ownRevision = revision
        segment = nil
        index = 0
    }

    /// An event that was just accepted.
    init(position: Position, time: Timestamp, revision: Revision, in appended: AppendedEvents, at index: Int) {
        self.position = position
        self.time = time
        type = appended.events[index].type
        version = appended.events[index].version
        self.appended = appended
        ownRevision = revision
        segment = nil
        self.index = index
    }

    /// An event that stays in its segment's columns.
    init(position: Position, time: Timestamp, type: TypeVersion, in segment: SealedSegment, at index: Int) {
        self.position = position
        self.time = time
        self.type = type.type
        version = type.version
        appended = nil
        ownRevision = Revision(0)
        self.segment = segment
        self.index = index
    }

    private init(_ event: RecordedEvent) {
        position = event.position
        time = event.time
        type = event.type
        version = event.version
        appended = event.appended
        ownRevision = event.ownRevision
        segment = event.segment
        index = event.index
    }

    deinit { kept.load(ordering: .acquiring)?.release() }

    private var known: KeptFact? { kept.load(ordering: .acquiring)?.takeUnretainedValue() }

    /// Whether ``body`` decodes nothing.
    var isRead: Bool { fact != nil || known != nil }

    /// The fact itself where it was just appended by this process: spares its readers the decoding.
    private var fact: (any Event)? { appended?.events[index].fact }

    /// The segment that a reader took it out of, who alone has this event, and its type's index there; nil for others.
    var place: (segment: SealedSegment, type: Int)? {
        segment.flatMap { $0.isShared ? nil : ($0, Int($0.outline.typeIndexes[index])) }
    }

    /// The same event with what was read of it.
    func with(_ fact: KeptFact) -> RecordedEvent {
        let copy = RecordedEvent(self)
        copy.keep(fact)
        return copy
    }

    /// Keeps what was read of it for those who ask ``body``; what was kept first stays.
    func keep(_ fact: KeptFact) {
        let own = Unmanaged.passRetained(fact)
        let (isKept, _) = kept.compareExchange(expected: nil, desired: own, ordering: .acquiringAndReleasing)
        if !isKept { own.release() }
    }

    public var stream: StreamName { segment?.stream(at: index) ?? appended?.stream.name ?? StreamName(stored: "") }

    var hashedStream: HashedStream { appended?.stream ?? HashedStream(stream) }

    public var revision: Revision { segment?.revision(at: index) ?? ownRevision }

    public var metadata: EventMetadata {
        segment?.metadata(at: index) ?? appended?.metadata(of: index) ?? EventMetadata()
    }

    /// Whether it is about somebody who can ask to be forgotten.
    var isPersonal: Bool { appended.map { $0.isPersonal(at: index) } ?? (subject != nil) }

    /// Whom it is about, where that is somebody who can ask to be forgotten.
    var subject: String? { appended?.subject(of: index) ?? segment?.metadata(at: index).subject }

    func isOfSameStream(as other: RecordedEvent) -> Bool {
        guard let appended, let others = other.appended else { return stream == other.stream }
        return appended === others || appended.stream == others.stream
    }

    func hasSameMetadata(as other: RecordedEvent) -> Bool {
        if let appended, appended === other.appended, !appended.hasOwnMetadata { return true }
        return metadata == other.metadata
    }

    /// The fact as JSON (UTF-8), in the shape it was written; empty where it was erased or cannot be read.
    public var payload: [UInt8] { segment?.payload(at: index) ?? appended?.events[index].payload ?? [] }

    /// The count of the payload's bytes, which copies none.
    public var payloadSize: Int {
        guard let segment else { return appended?.events[index].payload.count ?? 0 }
        return segment.place(of: index).map { $0.rows.count(of: $0.row) } ?? 0
    }

    /// Runs `body` with the payload where it lies.
    func withPayload<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        if let appended { return appended.withPayload(at: index, body) }
        guard let (rows, row) = segment?.place(of: index) else {
            return body(UnsafeBufferPointer(start: nil, count: 0))
        }
        return rows.with(row, body)
    }

    /// The same event in less memory: what was read ahead of it, or inflated, is let go of.
    var atRest: RecordedEvent {
        segment?.rest()
        return fact == nil ? self : alone
    }

    /// The same event without its fact, and without those that were appended with it.
    var alone: RecordedEvent {
        RecordedEvent(
            position: position, time: time, stream: stream, revision: revision, type: type, version: version,
            metadata: metadata, payload: payload)
    }

    /// Whether an event of the principal was appended with it, and is in memory for as long.
    func isAppended(with principal: String) -> Bool {
        guard let appended else { return false }
        return appended.events.indices.contains { appended.metadata(of: $0).principal == principal }
    }

    /// The same event with nothing left of what it said.
    var erased: RecordedEvent {
        RecordedEvent(
            position: position, time: time, stream: stream, revision: revision, type: type, version: version,
            metadata: metadata, payload: [])
    }

    /// The fact as today's type, through the catalogue's upcasters.
    ///
    /// Nil where this build does not know the type or cannot read the bytes: a fold passes over it.
    public var body: (any Event)? {
        if let known { return known.event }
        return fact ?? Catalogue.standard.decode(self)
    }

    /// The fact as `E`; nil where it is of another type or cannot be read.
    public func body<E: Event>(as type: E.Type) -> E? {
        self.type == E.type ? body as? E : nil
    }

    /// The whole record as JSON, as `GET /v1/events` and `moneyprinter events --json` show it.
    public var json: JSON {
        var object: JSONObject = [
            "position": .int(Int(position.value)), "time": .string(time.iso8601), "type": .string(type.name),
            "version": .int(version), "stream": .string(stream.text), "revision": .int(Int(revision.value)),
        ]
        if let trace = metadata.trace {
            object["trace_id"] = .string(trace.traceID.hex)
            object["span_id"] = .string(trace.spanID.hex)
        }
        if let causation = metadata.causation { object["causation"] = .int(Int(causation.value)) }
        if let principal = metadata.principal { object["principal"] = .string(principal) }
        object["data"] = (try? JSON(parsing: payload)) ?? .null
        return .object(object)
    }
}

extension RecordedEvent: Equatable {
    public static func == (left: RecordedEvent, right: RecordedEvent) -> Bool {
        left === right
            || left.position == right.position && left.time == right.time && left.stream == right.stream
                && left.revision == right.revision && left.type == right.type && left.version == right.version
                && left.metadata == right.metadata && left.payload == right.payload
    }
}
