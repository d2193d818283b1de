import Synchronization

/// A segment opened for reading: its outline lies in columns already, its envelope is inflated when somebody asks for
/// more than that, and its payloads store by store.
final class SealedSegment: Sendable {
    let first: Position
    let last: Position
    let outline: SegmentOutline
    let words: WordColumn
    let keys: SubjectKeys
    let data: [UInt8]
    let layout: SegmentLayout
    /// Whether its events are handed to more than one reader.
    let isShared: Bool
    /// Retained; nil until somebody asks. (`AtomicLazyReference` is the same, but ten times slower to load.)
    private let envelope = Atomic<Unmanaged<Envelope>?>(nil)
    private let payloads = Mutex<SegmentPayloads?>(nil)
    private let heldPayloads = Atomic(0)

    /// - Throws: where the bytes are not those that were written.
    init(_ segment: Segment, keys: SubjectKeys, isShared: Bool = false) throws(StorageError) {
        guard CRC32.of(segment.data) == segment.checksum else { throw ByteReader.damaged }
        data = segment.data
        self.keys = keys
        self.isShared = isShared
        first = segment.first
        last = segment.last
        layout = try SegmentLayout(data)
        guard layout.count == segment.count else { throw ByteReader.damaged }
        words = try WordColumn(data, from: layout.words.lowerBound, count: layout.words.count / 8)
        if let stored = layout.outline {
            outline = try SegmentOutline(
                try stored.inflated(data), count: layout.count, first: segment.first, firstTime: segment.firstTime)
        } else {
            let reader = try EnvelopeReader2(
                try layout.envelope.inflated(data), count: layout.count, first: segment.first,
                firstTime: segment.firstTime, words: words, end: layout.payloads)
            outline = reader.outline
            _ = keep(Envelope(reader.columns))
        }
    }

    deinit { envelope.load(ordering: .acquiring)?.release() }

    var count: Int { outline.count }

    /// All that is told of the events beside their outline; empty columns where they cannot be read.
    var columns: EnvelopeColumns { loaded.columns }

    @inline(__always)
    private var loaded: Envelope {
        if let known = envelope.load(ordering: .acquiring) { return known.takeUnretainedValue() }
        return keep(Envelope((try? readColumns()) ?? EnvelopeColumns()))
    }

    /// Keeps what was read first, where several read at once.
    private func keep(_ read: Envelope) -> Envelope {
        let own = Unmanaged.passRetained(read)
        let (isKept, known) = envelope.compareExchange(
            expected: nil, desired: own, ordering: .acquiringAndReleasing)
        guard !isKept, let known else { return read }
        own.release()
        return known.takeUnretainedValue()
    }

    private func readColumns() throws(StorageError) -> EnvelopeColumns {
        try EnvelopeColumns(try layout.envelope.inflated(data), outline, words: words, end: layout.payloads)
    }

    /// The event at an index.
    func event(at index: Int) -> RecordedEvent {
        RecordedEvent(
            position: Position(outline.positions[index]), time: Timestamp(nanoseconds: outline.times[index]),
            type: outline.types[Int(outline.typeIndexes[index])], in: self, at: index)
    }

    // MARK: Envelopes

    func stream(at index: Int) -> StreamName { loaded.stream(at: index) }

    func revision(at index: Int) -> Revision { loaded.revision(at: index) }

    func metadata(at index: Int) -> EventMetadata { loaded.metadata(at: index, words) }

    // MARK: Payloads

    /// The payloads among which that of an index is, and its place there; nil where its block cannot be read.
    func place(of index: Int) -> (rows: PayloadRows, row: Int)? {
        payloads.withLock { payloads in
            if payloads == nil { payloads = try? SegmentPayloads(self) }
            let place = try? payloads?.place(of: index, of: self)
            if let held = payloads?.held { heldPayloads.store(held, ordering: .relaxed) }
            return place
        }
    }

    /// The payload at an index; empty where its key was forgotten or its block cannot be read.
    func payload(at index: Int) -> [UInt8] { place(of: index).map { $0.rows[$0.row] } ?? [] }

    /// Lets go of inflated payloads, until somebody asks for one again.
    func rest() {
        payloads.withLock { $0 = nil }
        heldPayloads.store(0, ordering: .relaxed)
    }

    /// Bytes that it has in memory, about: as it is stored, and what was inflated of its payloads.
    var held: Int { data.count + count * 40 + heldPayloads.load(ordering: .relaxed) }

    /// Inflates everything.
    ///
    /// - Throws: at the first that cannot be read.
    func check() throws(StorageError) {
        if layout.outline != nil { _ = try readColumns() }
        try payloads.withLock { (payloads) throws(StorageError) in
            if payloads == nil { payloads = try SegmentPayloads(self) }
            guard var found = payloads else { return }
            for block in columns.blocks.indices { _ = try found.rows(ofBlock: block, of: self) }
            payloads = found
        }
    }
}

/// The columns where many events read them at once.
private final class Envelope: Sendable {
    let columns: EnvelopeColumns

    init(_ columns: EnvelopeColumns) { self.columns = columns }

    func stream(at index: Int) -> StreamName {
        guard columns.streamIndexes.indices.contains(index) else { return StreamName(stored: "") }
        return columns.streams[Int(columns.streamIndexes[index])]
    }

    func revision(at index: Int) -> Revision {
        Revision(columns.revisions.indices.contains(index) ? columns.revisions[index] : 0)
    }

    func metadata(at index: Int, _ words: WordColumn) -> EventMetadata {
        var metadata = EventMetadata()
        guard columns.traces.indices.contains(index) else { return metadata }
        if columns.traces[index] >= 0 {
            let trace = Int(columns.traces[index])
            metadata.trace = TraceContext(
                traceID: TraceID(high: words[trace], low: words[trace + 1]),
                spanID: SpanID(words[Int(columns.spans[index])]))
        }
        if !columns.causations.isEmpty { metadata.causation = columns.causations[index] }
        if !columns.principalIndexes.isEmpty, columns.principalIndexes[index] >= 0 {
            metadata.principal = columns.principals[Int(columns.principalIndexes[index])]
        }
        return metadata
    }
}
