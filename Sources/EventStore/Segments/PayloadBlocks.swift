/// Gathers the payloads of a segment by type and subject, and writes each gathering as a block.
///
/// A block that is large lies in a store of its own, so that a reader of its type inflates nothing else; all others
/// share one: each store has codes of its own, which take longer to make than a few kilobytes to write. Those of a
/// principal lie in one that is encrypted.
struct PayloadBlocks {
    /// The rows of one type and subject.
    private struct Rows {
        let type: Int
        /// An index into the principals, counted from 1; 0 for whoever cannot ask to be forgotten.
        let subject: Int
        /// Of the events.
        var indexes: [Int] = []
        var rows: [PayloadRow] = []
    }

    private struct Line {
        let rows: Rows
        let firstNewWord: Int
        let block: PayloadEncoder.Block
    }

    /// A block of fewer bytes shares its store.
    private static let smallSize = 8 << 10
    private let deflater: Deflater
    private let subjectKeys: SubjectKeys
    /// What was deflated, store by store.
    private(set) var stores = ByteWriter()
    /// A line for each block: type, subject, first new word, sizes, and what its store takes (0: that of the one before).
    private(set) var lines = ByteWriter()
    private(set) var words: WordTable

    /// - Parameters:
    ///   - words: those of the envelope; nobody else has them.
    ///   - arena: room for payloads.
    init(
        _ events: ArraySlice<RecordedEvent>, _ outline: SegmentOutlineWriter, _ envelope: EnvelopeWriter,
        words: consuming WordTable, with deflater: Deflater, in arena: inout [UInt8], keys: SubjectKeys,
        pause: () -> Void
    ) throws(StorageError) {
        self.deflater = deflater
        subjectKeys = keys
        self.words = words
        let streams = StreamIdentifiers(envelope.streams)
        let all = Self.gathered(events, outline, envelope)
        lines.append(all.count)
        let open = encode(all.filter { $0.subject == 0 }, of: events, streams, in: &arena, pause)
        for line in open where line.block.size >= Self.smallSize {
            try write([line], subject: nil)
            pause()
        }
        try write(open.filter { $0.block.size < Self.smallSize }, subject: nil)
        for subject in envelope.principals.indices {
            let own = encode(all.filter { $0.subject == subject + 1 }, of: events, streams, in: &arena, pause)
            try write(own, subject: envelope.principals[subject])
            pause()
        }
    }

    private static func gathered(
        _ events: ArraySlice<RecordedEvent>, _ outline: SegmentOutlineWriter, _ envelope: EnvelopeWriter
    ) -> [Rows] {
        let width = envelope.principals.count + 1
        var places = [Int](repeating: -1, count: outline.types.count * width)
        var all: [Rows] = []
        let rows = PayloadRow.all(
            times: outline.times, streams: envelope.streamIndexes,
            streamCount: envelope.streams.count, bases: envelope.bases)
        for row in 0..<events.count {
            let subject = envelope.isPersonal[row] ? envelope.principalIndexes[row] : 0
            let place = outline.typeIndexes[row] * width + subject
            if places[place] < 0 {
                places[place] = all.count
                all.append(Rows(type: outline.typeIndexes[row], subject: subject))
            }
            all[places[place]].indexes.append(events.startIndex + row)
            all[places[place]].rows.append(rows[row])
        }
        return all
    }

    private mutating func encode(
        _ all: [Rows], of events: ArraySlice<RecordedEvent>, _ streams: StreamIdentifiers, in arena: inout [UInt8],
        _ pause: () -> Void
    ) -> [Line] {
        all.map { rows in
            defer { pause() }
            return encode(rows, of: events, streams, in: &arena)
        }
    }

    private mutating func encode(
        _ rows: Rows, of events: ArraySlice<RecordedEvent>, _ streams: StreamIdentifiers, in arena: inout [UInt8]
    ) -> Line {
        let firstNewWord = words.words.count
        let block = PayloadEncoder.encode(
            events, at: rows.indexes, rows: rows.rows, streams: streams, words: &words, arena: &arena,
            isPrivate: rows.subject > 0)
        return Line(rows: rows, firstNewWord: firstNewWord, block: block)
    }

    /// Writes the blocks of one store: their texts, then their numbers.
    private mutating func write(_ blocks: [Line], subject: String?) throws(StorageError) {
        guard !blocks.isEmpty else { return }
        var plain = ByteWriter()
        plain.reserve(blocks.reduce(0) { $0 + $1.block.size })
        for line in blocks { plain.append(raw: line.block.texts.bytes) }
        for line in blocks { plain.append(raw: line.block.numbers.bytes) }
        var stored = deflater.compress(plain.bytes)
        if let subject { stored = try subjectKeys.seal(stored, for: subject) }
        for (index, line) in blocks.enumerated() {
            lines.append(line.rows.type)
            lines.append(line.rows.subject)
            lines.append(line.firstNewWord)
            lines.append(line.block.texts.bytes.count)
            lines.append(line.block.numbers.bytes.count)
            lines.append(index == 0 ? stored.count : 0)
        }
        stores.append(raw: stored)
    }
}
