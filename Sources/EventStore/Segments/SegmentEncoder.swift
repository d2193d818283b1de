import Synchronization

/// Events to the columns of a sealed segment.
///
/// Data: format (3), count, number of words, sizes of outline and envelope; the words (identifiers, random, so they lie
/// raw); the outline (positions, times, types), deflated; the envelope, deflated; then the payloads, in deflated stores
/// of columns by type. A reader who filters by type or time inflates the outline alone, a reader of envelopes no payload,
/// and a reader of one type, where its payloads are large, only that type's.
///
/// What it works with is set up once and used again. Whoever encodes many has one for each thread; two who share one take
/// turns.
final class SegmentEncoder: Sendable {
    static let format = 3

    private let workshop: Mutex<Workshop>

    /// Room that is kept for the next segment.
    private static let arenaLimit = 1 << 20

    private struct Workshop {
        let deflater: Deflater
        /// Room for the payloads of a block.
        var arena: [UInt8] = []
    }

    /// - Parameter level: of compression, 1 (fast) to 12 (small).
    init(level: Int32) throws(StorageError) { workshop = Mutex(Workshop(deflater: try Deflater(level: level))) }

    /// - Parameter pause: called every now and then.
    /// - Throws: where there are no events, or zlib fails.
    func encode(
        _ events: ArraySlice<RecordedEvent>, keys: SubjectKeys, pause: () -> Void = {}
    ) throws(StorageError) -> Segment {
        try workshop.withLock { (workshop) throws(StorageError) in
            defer { if workshop.arena.capacity > Self.arenaLimit { workshop.arena = [] } }
            guard let first = events.first, let last = events.last else { throw StorageError("a segment has events") }
            let outline = SegmentOutlineWriter(events)
            pause()
            var envelope = EnvelopeWriter(events)
            pause()
            let words = envelope.takeWords()
            let blocks = try PayloadBlocks(
                events, outline, envelope, words: words, with: workshop.deflater, in: &workshop.arena, keys: keys,
                pause: pause)
            let data = try Self.data(count: events.count, outline, envelope, blocks, workshop.deflater)
            return Segment(
                first: first.position, last: last.position, firstTime: first.time, lastTime: last.time,
                count: events.count, types: Set(outline.types.map(\.type)).sorted { $0.name < $1.name },
                filter: KeyFilter(envelope.keys), data: data, checksum: CRC32.of(data))
        }
    }

    private static func data(
        count: Int, _ outline: SegmentOutlineWriter, _ envelope: EnvelopeWriter, _ blocks: PayloadBlocks,
        _ deflater: Deflater
    ) throws(StorageError) -> [UInt8] {
        let columns = envelope.columns.bytes + blocks.lines.bytes
        let words = blocks.words.words
        let stored = (
            outline: deflater.compress(outline.columns.bytes), envelope: deflater.compress(columns)
        )
        var data = ByteWriter()
        data.reserve(
            words.count * 8 + stored.outline.count + stored.envelope.count + blocks.stores.bytes.count + 64)
        data.append(format)
        data.append(count)
        data.append(words.count)
        data.append(outline.columns.bytes.count)
        data.append(stored.outline.count)
        data.append(columns.count)
        data.append(stored.envelope.count)
        for word in words { data.append(fixed: word) }
        data.append(raw: stored.outline)
        data.append(raw: stored.envelope)
        data.append(raw: blocks.stores.bytes)
        return data.bytes
    }
}
