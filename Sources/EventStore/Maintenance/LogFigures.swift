/// How large a log is, and what it consists of.
public struct LogFigures: Hashable, Sendable {
    /// The events of one type.
    public struct TypeFigures: Hashable, Sendable {
        public let type: EventType
        public fileprivate(set) var events = 0
        /// Bytes of their payloads, as JSON.
        public fileprivate(set) var payloadBytes = 0
    }

    public fileprivate(set) var events = 0
    public fileprivate(set) var head = Position.start
    /// The times of the first and the last event; nil where the log is empty.
    public fileprivate(set) var times: ClosedRange<Timestamp>?
    /// Bytes of the log's files, the write-ahead log included.
    public fileprivate(set) var fileBytes = 0
    public fileprivate(set) var segments = 0
    public fileprivate(set) var segmentBytes = 0
    /// Commits whose events are not sealed yet.
    public fileprivate(set) var frames = 0
    public fileprivate(set) var frameBytes = 0
    public fileprivate(set) var idempotencyKeys = 0
    public fileprivate(set) var snapshots = 0
    public fileprivate(set) var snapshotBytes = 0
    /// By number of events, the most first; nil where the events were not read.
    public fileprivate(set) var types: [TypeFigures]?
    /// Streams whose first event the log has; nil where the events were not read.
    public fileprivate(set) var streams: Int?

    /// Bytes of the files for each event; 0 where there is none.
    public var bytesPerEvent: Double { events == 0 ? 0 : Double(fileBytes) / Double(events) }

    /// Measures the log in `folder`, also while a process writes there.
    ///
    /// - Parameter readsEvents: whether to read every event, for the figures by type and of streams.
    public static func measure(folder: String, readsEvents: Bool) throws -> LogFigures {
        var figures = LogFigures()
        let place = LogFolder(folder)
        let files = try FrameFiles.frames(of: place.existingDatabase())
        let reader = try place.reader()
        figures.head = try reader.head()
        figures.fileBytes = place.bytes
        try figures.count(SQLiteConnection(path: place.database, access: .readOnly), reader, files)
        if readsEvents { try figures.readEvents(LogExport(folder: folder)) }
        return figures
    }

    private mutating func count(
        _ connection: SQLiteConnection, _ reader: LogReader, _ files: [StoredFrame]
    ) throws(StorageError) {
        func row(_ sql: String) throws(StorageError) -> [Int] {
            let statement = try connection.prepare(sql)
            guard try statement.step() else { return [0, 0, 0] }
            return [Int(statement.int(0)), Int(statement.int(1)), Int(statement.int(2))]
        }
        let sealed = try row("SELECT count(*), total(length(data) + length(filter)), total(count) FROM segments")
        let waiting = try row(
            """
            SELECT count(*), total(length(data)),
                total(last - max(first, 1 + coalesce((SELECT last FROM segments ORDER BY first DESC LIMIT 1), 0)) + 1) FROM frames
            """)
        let kept = try row("SELECT count(*), total(length(data)), 0 FROM snapshots")
        (segments, segmentBytes) = (sealed[0], sealed[1])
        (frames, frameBytes) = (waiting[0], waiting[1])
        events = sealed[2] + waiting[2]
        (snapshots, snapshotBytes) = (kept[0], kept[1])
        let end = try connection.number("SELECT coalesce((SELECT last FROM segments ORDER BY first DESC LIMIT 1), 0)")
        for frame in try connection.missing(of: files) {
            frames += 1
            frameBytes += frame.data.count
            events += Int(frame.last - max(frame.first - 1, end))
        }
        idempotencyKeys = Int(try connection.number("SELECT count(*) FROM append_keys"))
        let first = try reader.read(.all, after: .start, limit: 1).events.first?.time
        if let first, let last = reader.contents.lastTime { times = min(first, last)...last }
    }

    private mutating func readEvents(_ log: LogExport) throws {
        var found: [EventType: TypeFigures] = [:]
        var begun = 0
        try log.walk { event in
            found[event.type, default: TypeFigures(type: event.type)].add(event)
            if event.revision == .first { begun += 1 }
        }
        types = found.values.sorted { ($1.events, $0.type.name) < ($0.events, $1.type.name) }
        streams = begun
    }

    public var json: JSON {
        var object: JSONObject = [
            "events": .int(events), "head": .int(Int(head.value)), "file_bytes": .int(fileBytes),
            "bytes_per_event": .double((bytesPerEvent * 100).rounded() / 100), "segments": .int(segments),
            "segment_bytes": .int(segmentBytes), "frames": .int(frames), "frame_bytes": .int(frameBytes),
            "idempotency_keys": .int(idempotencyKeys), "snapshots": .int(snapshots),
            "snapshot_bytes": .int(snapshotBytes),
        ]
        if let times {
            object["first_time"] = .string(times.lowerBound.iso8601)
            object["last_time"] = .string(times.upperBound.iso8601)
        }
        if let streams { object["streams"] = .int(streams) }
        if let types { object["types"] = .array(types.map(\.json)) }
        return .object(object)
    }
}

extension LogFigures.TypeFigures {
    fileprivate mutating func add(_ event: RecordedEvent) {
        events += 1
        payloadBytes += event.payload.count
    }

    fileprivate var json: JSON {
        ["type": .string(type.name), "events": .int(events), "payload_bytes": .int(payloadBytes)]
    }
}
