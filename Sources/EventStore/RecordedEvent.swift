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
    private let own: Own?
    /// What was taken out ahead of those who ask for it.
    private let read: Read?
    /// Where all else still lies in a segment's columns.
    private let segment: SealedSegment?
    private let index: Int

    private final class Read: Sendable {
        let payload: [UInt8]
        let fact: (any Event)?
        /// Whether it is known that the bytes cannot be read: nobody need try again.
        let isUnreadable: Bool

        init(payload: [UInt8], fact: (any Event)?, isUnreadable: Bool) {
            self.payload = payload
            self.fact = fact
            self.isUnreadable = isUnreadable
        }
    }

    private final class Own: Sendable {
        let stream: StreamName
        let revision: Revision
        let metadata: EventMetadata
        let payload: [UInt8]
        /// The fact itself where it was just appended by this process: spares its readers the decoding.
        let fact: (any Event)?

        init(
            _ stream: StreamName, _ revision: Revision, _ metadata: EventMetadata, _ payload: [UInt8],
            _ fact: (any Event)?
        ) {
            (self.stream, self.revision, self.metadata, self.payload, self.fact) = (
                stream, revision, metadata, payload, fact
            )
        }
    }

    public init(
        position: Position, time: Timestamp, stream: StreamName, revision: Revision, type: EventType, version: Int,
        metadata: EventMetadata, payload: [UInt8], fresh: (any Event)? = nil
    ) {
        self.position = position
        self.time = time
        self.type = type
        self.version = version
        own = Own(stream, revision, metadata, payload, fresh)
        read = nil
        segment = nil
        index = 0
    }

    /// An event that stays in its segment's columns.
    init(position: Position, time: Timestamp, type: TypeVersion, in segment: SealedSegment, at index: Int) {
        self.position = position
        self.time = time
        self.type = type.type
        version = type.version
        own = nil
        read = nil
        self.segment = segment
        self.index = index
    }

    private init(_ event: RecordedEvent, read: Read) {
        position = event.position
        time = event.time
        type = event.type
        version = event.version
        own = event.own
        segment = event.segment
        index = event.index
        self.read = read
    }

    /// Whether ``body`` decodes nothing.
    var isRead: Bool { own?.fact != nil || read?.fact != nil || read?.isUnreadable == true }

    /// The same event with its payload at hand.
    ///
    /// - Parameter fact: what was read of it; nil where it was not tried, or it cannot be read.
    func with(payload: [UInt8], fact: (any Event)? = nil, isUnreadable: Bool = false) -> RecordedEvent {
        RecordedEvent(self, read: Read(payload: payload, fact: fact, isUnreadable: isUnreadable))
    }

    public var stream: StreamName { segment?.stream(at: index) ?? own?.stream ?? StreamName(stored: "") }

    public var revision: Revision { segment?.revision(at: index) ?? own?.revision ?? Revision(0) }

    public var metadata: EventMetadata { segment?.metadata(at: index) ?? own?.metadata ?? EventMetadata() }

    /// The fact as JSON (UTF-8), in the shape it was written; empty where it was erased or cannot be read.
    public var payload: [UInt8] { read?.payload ?? segment?.payload(at: index) ?? own?.payload ?? [] }

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
        if let fact = read?.fact ?? own?.fact { return fact }
        return read?.isUnreadable == true ? nil : Catalogue.standard.decode(self)
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
