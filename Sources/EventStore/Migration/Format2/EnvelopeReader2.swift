/// Reads the envelope of a segment of format 2, which releases before 0.3 wrote.
struct EnvelopeReader2 {
    private(set) var outline = SegmentOutline()
    private(set) var columns = EnvelopeColumns()
    private let count: Int
    private let words: WordColumn

    /// - Parameter end: where the envelope ends within the segment's data, and the blocks begin.
    init(
        _ bytes: [UInt8], count: Int, first: Position, firstTime: Timestamp, words: WordColumn, end: Int
    ) throws(StorageError) {
        self.count = count
        self.words = words
        var reader = ByteReader(bytes)
        try readPositions(from: first, &reader)
        try readTimes(from: firstTime, &reader)
        try readTypes(&reader)
        let next = try readTraces(&reader)
        try readStreams(&reader, nextWord: next)
        try readCausations(&reader)
        try readPrincipals(&reader)
        try readBlocks(&reader, end: end)
    }

    private mutating func readPositions(from first: Position, _ reader: inout ByteReader) throws(StorageError) {
        guard try reader.byte() != 0 else {
            outline.positions = (0..<UInt64(count)).map { first.value &+ $0 }
            return
        }
        outline.positions = try reader.numbers(count)
        var place = first.value
        for index in outline.positions.indices {
            place &+= outline.positions[index]
            outline.positions[index] = place
        }
    }

    private mutating func readTimes(from start: Timestamp, _ reader: inout ByteReader) throws(StorageError) {
        var time = start.nanoseconds
        outline.times = try reader.numbers(count).map { distance in
            time &+= Int64(bitPattern: distance)
            return time
        }
    }

    private mutating func readTypes(_ reader: inout ByteReader) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: count)) {
            let name = try reader.text()
            outline.types.append(TypeVersion(type: EventType(name), version: try reader.count(upTo: Int(Int32.max))))
        }
        outline.typeIndexes = try reader.counts(count, upTo: outline.types.count - 1)
    }

    /// Gives the index of the first word that is not of a trace or span.
    private mutating func readTraces(_ reader: inout ByteReader) throws(StorageError) -> Int {
        let codes = try reader.counts(count, upTo: count + 1)
        columns.traces.reserveCapacity(count)
        columns.spans.reserveCapacity(count)
        columns.bases.reserveCapacity(count)
        let spanCodes = try reader.numbers(codes.reduce(0) { $0 + ($1 > 0 ? 1 : 0) })
        var starts: [Int32] = []
        var lastSpans: [Int] = []
        var next = 0
        var spanIndex = 0
        for code in codes {
            guard code > 0 else {
                columns.traces.append(-1)
                columns.spans.append(-1)
                columns.bases.append(columns.bases.last ?? 0)
                continue
            }
            var ordinal = starts.count
            if code == 1 {
                starts.append(Int32(next))
                lastSpans.append(next + 2)
                next += 2
            } else {
                ordinal = starts.count + 1 - Int(code)
                guard starts.indices.contains(ordinal) else { throw ByteReader.damaged }
            }
            let span = try span(spanCodes[spanIndex], after: lastSpans[ordinal], next: &next)
            spanIndex += 1
            lastSpans[ordinal] = span
            columns.traces.append(starts[ordinal])
            columns.spans.append(Int32(span))
            columns.bases.append(Int32(span))
        }
        guard next <= words.count else { throw ByteReader.damaged }
        return next
    }

    private func span(_ code: UInt64, after last: Int, next: inout Int) throws(StorageError) -> Int {
        if code == 1 {
            next += 1
            guard next <= words.count else { throw ByteReader.damaged }
            return next - 1
        }
        guard code >= 2 else { throw ByteReader.damaged }
        let index = Int64(last).addingReportingOverflow(ByteReader.signed(code - 2)).partialValue
        guard index >= 0, index < words.count else { throw ByteReader.damaged }
        return Int(index)
    }

    private mutating func readStreams(_ reader: inout ByteReader, nextWord: Int) throws(StorageError) {
        let total = try reader.count(upTo: count)
        var names = StreamNameReader(words: words, next: nextWord)
        // The base of a name's words is that of the first event that has it, which the indexes below tell: the
        // references are kept until then.
        var pending: [StreamNameReader.Pending] = []
        var next: [UInt64] = []
        for _ in 0..<total {
            pending.append(try names.read(&reader))
            next.append(try reader.number())
        }
        columns.streamIndexes = try reader.counts(count, upTo: count)
        columns.streams.reserveCapacity(total)
        for row in 0..<count {
            let code = Int(columns.streamIndexes[row])
            columns.streamIndexes[row] = Int32(columns.streams.count - code)
            let known = columns.streams.count
            guard code <= known, code > 0 || known < total else { throw ByteReader.damaged }
            if code == 0 { columns.streams.append(try names.resolve(pending[known], base: columns.bases[row])) }
        }
        let gaps = try reader.byte() != 0 ? try reader.numbers(count) : []
        columns.revisions.reserveCapacity(count)
        for (row, index) in columns.streamIndexes.enumerated() {
            let revision = next[Int(index)] &+ (gaps.isEmpty ? 0 : gaps[row])
            columns.revisions.append(revision)
            next[Int(index)] = revision &+ 1
        }
    }

    private mutating func readCausations(_ reader: inout ByteReader) throws(StorageError) {
        guard try reader.byte() != 0 else { return }
        columns.causations = zip(outline.positions, try reader.numbers(count)).map { position, code in
            code == 0 ? nil : Position(position &- UInt64(bitPattern: ByteReader.signed(code - 1)))
        }
    }

    private mutating func readPrincipals(_ reader: inout ByteReader) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: count)) { columns.principals.append(try reader.text()) }
        guard !columns.principals.isEmpty else { return }
        columns.principalIndexes = try reader.counts(count, upTo: columns.principals.count).map { $0 - 1 }
    }

    private mutating func readBlocks(_ reader: inout ByteReader, end: Int) throws(StorageError) {
        var start = end
        for _ in 0..<(try reader.count(upTo: count)) {
            let type = try reader.count(upTo: outline.types.count - 1)
            let subject = try reader.count(upTo: columns.principals.count) - 1
            let firstNewWord = try reader.count(upTo: words.count)
            let size = try reader.count(upTo: EnvelopeColumns.sizeLimit)
            // A block that stores nothing of its own follows the one before in its store.
            let stored = try reader.count(upTo: EnvelopeColumns.sizeLimit)
            if stored > 0 { columns.stores.append(EnvelopeColumns.Store(size: 0, range: start..<start + stored)) }
            start += stored
            guard let store = columns.stores.indices.last,
                size <= EnvelopeColumns.sizeLimit - columns.stores[store].size
            else {
                throw ByteReader.damaged
            }
            let place = columns.stores[store].size..<columns.stores[store].size + size
            columns.stores[store].size = place.upperBound
            columns.blocks.append(
                EnvelopeColumns.Block(
                    type: type, subject: subject, firstNewWord: firstNewWord, store: store, texts: place, numbers: 0..<0
                ))
        }
    }
}
