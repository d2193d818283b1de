/// Events to the columns of a sealed segment.
///
/// Data: format (2), count, number of words, sizes of the envelope; the words (identifiers, random, so they lie raw);
/// the envelope columns, deflated; then a deflated block of payload columns for each type, and an encrypted one for
/// each principal. A reader of envelopes inflates no payload, and a reader of one type only that type's.
struct SegmentEncoder {
    static let format = 2

    private let events: ArraySlice<RecordedEvent>
    private let deflater: Deflater
    private let subjectKeys: SubjectKeys
    private var words = WordTable()
    private var columns = ByteWriter()
    private var types: [TypeVersion] = []
    private var typeIndexes: [Int] = []
    private var keys: [UInt64] = []
    private var principals: [String] = []
    private var principalIndexes: [Int] = []
    /// The word that each event's references count from: its span.
    private var bases: [Int32] = []

    /// - Throws: where there are no events, or zlib fails.
    static func encode(
        _ events: ArraySlice<RecordedEvent>, with deflater: Deflater, keys: SubjectKeys
    ) throws(StorageError) -> Segment {
        guard let first = events.first, let last = events.last else { throw StorageError("a segment has events") }
        var encoder = SegmentEncoder(events: events, deflater: deflater, keys: keys)
        let data = try encoder.encode()
        return Segment(
            first: first.position, last: last.position, firstTime: first.time, lastTime: last.time,
            count: events.count, types: Set(encoder.types.map(\.type)).sorted { $0.name < $1.name },
            filter: KeyFilter(encoder.keys), data: data, checksum: Zlib.checksum(data))
    }

    private init(events: ArraySlice<RecordedEvent>, deflater: Deflater, keys subjectKeys: SubjectKeys) {
        self.events = events
        self.deflater = deflater
        self.subjectKeys = subjectKeys
    }

    private mutating func encode() throws(StorageError) -> [UInt8] {
        columns.reserve(events.count * 16)
        writePositions()
        writeTimes()
        writeTypes()
        writeTraces()
        writeStreams()
        writeCausations()
        writePrincipals()
        let blocks = try writeBlocks()
        let envelope = try deflater.compress(columns.bytes)

        var data = ByteWriter()
        data.reserve(words.words.count * 8 + envelope.count + blocks.bytes.count + 32)
        data.append(Self.format)
        data.append(events.count)
        data.append(words.words.count)
        data.append(columns.bytes.count)
        data.append(envelope.count)
        for word in words.words { data.append(fixed: word) }
        data.append(raw: envelope)
        data.append(raw: blocks.bytes)
        return data.bytes
    }

    // MARK: Envelope

    /// Only the distances from one position to the next, and only where there are gaps.
    private mutating func writePositions() {
        let first = events.first?.position.value ?? 0
        let hasGaps = (events.last?.position.value ?? 0) - first != UInt64(events.count - 1)
        columns.append(byte: hasGaps ? 1 : 0)
        guard hasGaps else { return }
        var before = first
        for event in events {
            columns.append(event.position.value - before)
            before = event.position.value
        }
    }

    private mutating func writeTimes() {
        var before = events.first?.time.nanoseconds ?? 0
        for event in events {
            columns.append(UInt64(bitPattern: event.time.nanoseconds - before))
            before = event.time.nanoseconds
        }
    }

    private mutating func writeTypes() {
        typeIndexes.reserveCapacity(events.count)
        for event in events { typeIndexes.append(index(of: event)) }
        columns.append(types.count)
        for type in types {
            columns.append(type.type.name)
            columns.append(type.version)
        }
        for index in typeIndexes { columns.append(index) }
    }

    /// A segment has few types, and equal names mostly share their storage: comparing beats hashing.
    private mutating func index(of event: RecordedEvent) -> Int {
        for (index, type) in types.enumerated() where type.version == event.version && type.type == event.type {
            return index
        }
        types.append(TypeVersion(type: event.type, version: event.version))
        return types.count - 1
    }

    /// A trace is two words, a span one.
    ///
    /// 0 for none, 1 for a new one, else which of those before: traces counted back, spans from the last one of
    /// their trace.
    private mutating func writeTraces() {
        var traces: [TraceID: Int] = [:]
        var lastSpans: [Int] = []
        var spans = ByteWriter()
        bases.reserveCapacity(events.count)
        for event in events {
            guard let trace = event.metadata.trace else {
                columns.append(byte: 0)
                bases.append(bases.last ?? 0)
                continue
            }
            let ordinal = traces[trace.traceID] ?? lastSpans.count
            if ordinal == lastSpans.count {
                traces[trace.traceID] = ordinal
                keys.append(KeyFilter.hash(trace.traceID))
                lastSpans.append(words.add(trace.traceID.high) + 2)
                words.add(trace.traceID.low)
                columns.append(byte: 1)
            } else {
                columns.append(2 + lastSpans.count - 1 - ordinal)
            }
            let span = write(span: trace.spanID.value, after: lastSpans[ordinal], to: &spans)
            lastSpans[ordinal] = span
            bases.append(Int32(span))
        }
        columns.append(raw: spans.bytes)
    }

    private mutating func write(span: UInt64, after last: Int, to spans: inout ByteWriter) -> Int {
        guard let index = words.index(of: span) else {
            spans.append(byte: 1)
            return words.add(span)
        }
        let distance = Int64(index - last)
        spans.append(2 + UInt64(bitPattern: (distance << 1) ^ (distance >> 63)))
        return index
    }

    /// The names, each once; which of them each event has (0: the next new one, else counted back); and revisions
    /// only where they do not follow one another.
    private mutating func writeStreams() {
        var known: [StreamName: Int] = [:]
        var names = StreamNameWriter()
        var indexes = ByteWriter()
        var next: [UInt64] = []
        var gaps = ByteWriter()
        var hasGaps = false
        var last: (stream: StreamName, index: Int)?
        for (event, base) in zip(events, bases) {
            var index = next.count
            if let last, last.stream == event.stream {
                index = last.index
            } else if let found = known[event.stream] {
                index = found
            }
            if index == next.count {
                known[event.stream] = index
                keys.append(KeyFilter.hash(event.stream))
                names.append(event.stream, base: base, words: &words)
                names.columns.append(event.revision.value)
                next.append(event.revision.value)
                indexes.append(byte: 0)
            } else {
                indexes.append(next.count - index)
            }
            last = (event.stream, index)
            let gap = event.revision.value &- next[index]
            hasGaps = hasGaps || gap != 0
            gaps.append(gap)
            next[index] = event.revision.value &+ 1
        }
        columns.append(next.count)
        columns.append(raw: names.columns.bytes)
        columns.append(raw: indexes.bytes)
        columns.append(byte: hasGaps ? 1 : 0)
        if hasGaps { columns.append(raw: gaps.bytes) }
    }

    /// The distance to the cause and one more; 0 for none.
    private mutating func writeCausations() {
        let isAny = events.contains { $0.metadata.causation != nil }
        columns.append(byte: isAny ? 1 : 0)
        guard isAny else { return }
        for event in events {
            guard let causation = event.metadata.causation else {
                columns.append(byte: 0)
                continue
            }
            let distance = Int64(bitPattern: event.position.value &- causation.value)
            columns.append(1 &+ UInt64(bitPattern: (distance << 1) ^ (distance >> 63)))
        }
    }

    private mutating func writePrincipals() {
        for event in events { principalIndexes.append(index(ofPrincipal: event.metadata.principal)) }
        columns.append(principals.count)
        for principal in principals { columns.append(principal) }
        if !principals.isEmpty { for index in principalIndexes { columns.append(index) } }
    }

    /// 0 for none, else counted from 1.
    private mutating func index(ofPrincipal principal: String?) -> Int {
        guard let principal else { return 0 }
        if let last = principalIndexes.last, last > 0, principals[last - 1] == principal { return last }
        if let index = principals.firstIndex(of: principal) { return index + 1 }
        principals.append(principal)
        return principals.count
    }

    // MARK: Payloads

    /// The rows of one type and subject: what lies in one block.
    private struct Rows {
        let type: Int
        /// An index into `principals`, counted from 1; 0 for whoever cannot ask to be forgotten.
        let subject: Int
        var payloads: [[UInt8]] = []
        var bases: [Int32] = []
    }

    /// Writes the blocks, and in the envelope a line for each.
    private mutating func writeBlocks() throws(StorageError) -> ByteWriter {
        let width = principals.count + 1
        var places = [Int](repeating: -1, count: types.count * width)
        var all: [Rows] = []
        for (row, event) in events.enumerated() {
            let subject = event.metadata.subject == nil ? 0 : principalIndexes[row]
            let place = typeIndexes[row] * width + subject
            if places[place] < 0 {
                places[place] = all.count
                all.append(Rows(type: typeIndexes[row], subject: subject))
            }
            all[places[place]].payloads.append(event.payload)
            all[places[place]].bases.append(bases[row])
        }
        columns.append(all.count)
        var stores = ByteWriter()
        for rows in all where rows.subject == 0 { try write([rows], to: &stores) }
        for subject in 1..<width where all.contains(where: { $0.subject == subject }) {
            try write(all.filter { $0.subject == subject }, to: &stores)
        }
        return stores
    }

    /// Writes the blocks of one store: one block, or all of a subject, which are few and small.
    private mutating func write(_ blocks: [Rows], to stores: inout ByteWriter) throws(StorageError) {
        var store: [UInt8] = []
        var lines: [(rows: Rows, firstNewWord: Int, size: Int)] = []
        for rows in blocks {
            let firstNewWord = words.words.count
            let block = PayloadEncoder.encode(
                rows.payloads, bases: rows.bases, words: &words, isPrivate: rows.subject > 0)
            lines.append((rows, firstNewWord, block.count))
            store += block
        }
        var stored = try deflater.compress(store)
        if let subject = blocks.first?.subject, subject > 0 {
            stored = try subjectKeys.seal(stored, for: principals[subject - 1])
        }
        for (index, line) in lines.enumerated() {
            columns.append(line.rows.type)
            columns.append(line.rows.subject)
            columns.append(line.firstNewWord)
            columns.append(line.size)
            columns.append(index == 0 ? stored.count : 0)
        }
        stores.append(raw: stored)
    }
}

/// Writes stream names: the part before an identifier, which many share, and the identifier as words.
private struct StreamNameWriter {
    var columns = ByteWriter()
    private var prefixes: [String] = []

    /// Kind (0 plain, else the identifier's), then the prefix (0: a new one, which follows), then the rest.
    mutating func append(_ stream: StreamName, base: Int32, words: inout WordTable) {
        var text = stream.text
        let identifier = text.withUTF8(Self.identifier)
        guard let (mode, high, low, prefixCount) = identifier else {
            columns.append(byte: 0)
            return columns.append(stream.text)
        }
        columns.append(byte: mode.rawValue)
        append(prefix: String(decoding: text.utf8.prefix(prefixCount), as: UTF8.self))
        append(high, base: base, &words)
        if mode != .word { append(low, base: base, &words) }
    }

    private mutating func append(prefix: String) {
        if let index = prefixes.firstIndex(of: prefix) { return columns.append(index + 1) }
        prefixes.append(prefix)
        columns.append(byte: 0)
        columns.append(prefix)
    }

    /// Where the part after the first hyphen is an identifier: its words, and the count of what is before the hyphen.
    private static func identifier(
        of text: UnsafeBufferPointer<UInt8>
    ) -> (PayloadColumnMode, UInt64, UInt64, Int)? {
        guard let hyphen = text.firstIndex(of: UInt8(ascii: "-")) else { return nil }
        let id = UnsafeBufferPointer(rebasing: text[(hyphen + 1)...])
        guard let mode = IdentifierText.mode(forCount: id.count), let (high, low) = IdentifierText.words(id, mode)
        else { return nil }
        return (mode, high, low, hyphen)
    }

    private mutating func append(_ word: UInt64, base: Int32, _ words: inout WordTable) {
        guard let index = words.index(of: word) else {
            words.add(word)
            return columns.append(byte: 0)
        }
        let distance = Int64(index) - Int64(base)
        columns.append(1 + UInt64(bitPattern: (distance << 1) ^ (distance >> 63)))
    }
}
