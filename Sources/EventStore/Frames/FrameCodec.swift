/// The events of one commit as they lie in the log until they are sealed: row by row, not deflated.
///
/// Deflating them here would cost more than all the rest of a commit, and be done again a moment later. What principals'
/// events say stands ahead of the rows, encrypted for each principal as one: payload by payload that cost as much as the
/// rest of a commit.
enum FrameCodec {
    private static let format: UInt8 = 3
    /// With each payload of a principal encrypted where it stands.
    private static let formerFormat: UInt8 = 1
    private static let countLimit = 1 << 24

    private enum Flag {
        static let sameStream: UInt8 = 1
        static let trace: UInt8 = 2
        static let sameMetadata: UInt8 = 4
        static let causation: UInt8 = 8
        static let principal: UInt8 = 16
    }

    /// Appends the events, consecutive and of one time, to a writer.
    static func encode(
        _ events: ArraySlice<RecordedEvent>, to writer: inout ByteWriter, keys: SubjectKeys
    ) throws(StorageError) {
        writer.append(byte: format)
        writer.append(events.count)
        try FramePayloads.write(events, to: &writer, keys: keys)
        for index in events.indices {
            events.lend(index) { event in
                if index == events.startIndex {
                    writeEnvelope(of: event, isSameStream: false, isSameMetadata: false, to: &writer)
                } else {
                    events.lend(index - 1) { before in
                        writeEnvelope(
                            of: event, isSameStream: event.isOfSameStream(as: before),
                            isSameMetadata: event.hasSameMetadata(as: before), to: &writer)
                    }
                }
                let isPersonal = event.isPersonal
                event.withPayload { payload in
                    writer.append(payload.count)
                    if !isPersonal { writer.append(raw: payload) }
                }
            }
        }
    }

    private static func writeEnvelope(
        of event: RecordedEvent, isSameStream: Bool, isSameMetadata: Bool, to writer: inout ByteWriter
    ) {
        let metadata = isSameMetadata ? nil : event.metadata
        writer.append(byte: (isSameStream ? Flag.sameStream : 0) | flags(of: metadata))
        if !isSameStream { writer.append(event.stream.text) }
        writer.append(event.revision.value)
        if let metadata { write(metadata, to: &writer) }
        writer.append(event.type.name)
        writer.append(event.version)
    }

    private static func flags(of metadata: EventMetadata?) -> UInt8 {
        guard let metadata else { return Flag.sameMetadata }
        return (metadata.trace == nil ? 0 : Flag.trace) | (metadata.causation == nil ? 0 : Flag.causation)
            | (metadata.principal == nil ? 0 : Flag.principal)
    }

    private static func write(_ metadata: EventMetadata, to writer: inout ByteWriter) {
        if let trace = metadata.trace {
            writer.append(fixed: trace.traceID.high)
            writer.append(fixed: trace.traceID.low)
            writer.append(fixed: trace.spanID.value)
        }
        if let causation = metadata.causation { writer.append(causation.value) }
        if let principal = metadata.principal { writer.append(principal) }
    }

    static func decode(
        _ data: [UInt8], first: Position, time: Timestamp, keys: SubjectKeys
    ) throws(StorageError) -> [RecordedEvent] {
        var reader = ByteReader(data)
        let form = try reader.byte()
        switch form {
        case format, formerFormat: break
        case PackedFrame.format: return try PackedFrame.decode(data, first: first, time: time, keys: keys)
        default: throw StorageError("a frame was written by a newer version")
        }
        let count = try reader.count(upTo: countLimit)
        var payloads = form == format ? try FramePayloads(&reader, keys: keys) : nil
        var events: [RecordedEvent] = []
        for index in 0..<count {
            let position = first.advanced(by: index)
            events.append(try readEvent(at: position, time, after: events.last, keys, &reader, &payloads))
        }
        return events
    }

    private static func readEvent(
        at position: Position, _ time: Timestamp, after before: RecordedEvent?, _ keys: SubjectKeys,
        _ reader: inout ByteReader, _ payloads: inout FramePayloads?
    ) throws(StorageError) -> RecordedEvent {
        let flags = try reader.byte()
        let stream = flags & Flag.sameStream != 0 ? before?.stream : StreamName(stored: try reader.text())
        let revision = Revision(try reader.number())
        let metadata = flags & Flag.sameMetadata != 0 ? before?.metadata : try readMetadata(flags, &reader)
        guard let stream else { throw ByteReader.damaged }
        let type = EventType(try reader.text())
        let version = try reader.count(upTo: Int(Int32.max))
        let payload = try readPayload(of: metadata?.subject, keys, &reader, &payloads)
        return RecordedEvent(
            position: position, time: time, stream: stream, revision: revision, type: type, version: version,
            metadata: metadata ?? EventMetadata(), payload: Array(payload))
    }

    private static func readPayload(
        of subject: String?, _ keys: SubjectKeys, _ reader: inout ByteReader, _ payloads: inout FramePayloads?
    ) throws(StorageError) -> ArraySlice<UInt8> {
        guard let subject else { return try reader.block() }
        guard payloads != nil else { return try keys.open(try reader.block(), for: subject)?[...] ?? [] }
        let size = try reader.number()
        return try payloads?.next(size, of: subject) ?? []
    }

    private static func readMetadata(
        _ flags: UInt8, _ reader: inout ByteReader
    ) throws(StorageError) -> EventMetadata {
        var metadata = EventMetadata()
        if flags & Flag.trace != 0 {
            let trace = TraceID(high: try reader.fixed(), low: try reader.fixed())
            metadata.trace = TraceContext(traceID: trace, spanID: SpanID(try reader.fixed()))
        }
        if flags & Flag.causation != 0 { metadata.causation = Position(try reader.number()) }
        if flags & Flag.principal != 0 { metadata.principal = try reader.text() }
        return metadata
    }
}
