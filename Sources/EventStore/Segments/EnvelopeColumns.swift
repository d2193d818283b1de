/// What is told of a segment's events beside their outline, as columns: one array a field, one entry an event.
struct EnvelopeColumns: Sendable {
    var streams: [StreamName] = []
    var streamIndexes: [Int32] = []
    var revisions: [UInt64] = []
    /// The first word of each event's trace; -1 where it has none.
    var traces: [Int32] = []
    var spans: [Int32] = []
    /// What references of an event's payload count from.
    var bases: [Int32] = []
    /// Empty where no event has one.
    var causations: [Position?] = []
    var principals: [String] = []
    /// Empty where no event has one; -1 for none.
    var principalIndexes: [Int32] = []
    var blocks: [Block] = []
    var stores: [Store] = []

    /// The payload columns of one type and subject.
    struct Block: Sendable {
        let type: Int
        /// An index into `principals`; -1 where it is not encrypted.
        let subject: Int
        let firstNewWord: Int
        /// The store it lies in, and where there once that is inflated.
        let store: Int
        var texts: Range<Int>
        var numbers: Range<Int>
    }

    /// What is deflated, and encrypted, at once: a block, several small ones, or all of a subject.
    struct Store: Sendable {
        /// The inflated size.
        var size: Int
        /// Where it lies within the segment's data.
        let range: Range<Int>
    }

    static let sizeLimit = 1 << 30
}

extension EnvelopeColumns {
    /// Reads what ``EnvelopeWriter`` and ``PayloadBlocks`` wrote.
    ///
    /// - Parameter end: where the payloads begin within the segment's data.
    init(_ bytes: [UInt8], _ outline: SegmentOutline, words: WordColumn, end: Int) throws(StorageError) {
        let count = outline.count
        var reader = ByteReader(bytes)
        let total = try readStreams(count, &reader)
        let next = try readTraces(count, total, words, &reader)
        try readNames(total, StreamNameReader(words: words, next: next), &reader)
        try readRevisions(count, &reader)
        try readCausations(outline.positions, &reader)
        try readPrincipals(count, &reader)
        try readBlocks(types: outline.types.count, words: words.count, end: end, &reader)
    }

    /// Gives the number of streams.
    private mutating func readStreams(_ count: Int, _ reader: inout ByteReader) throws(StorageError) -> Int {
        let total = try reader.count(upTo: count)
        let codes = try reader.planes(count, upTo: total)
        var order = RecentOrder()
        var known: Int32 = 0
        streamIndexes.reserveCapacity(count)
        for code in codes {
            if code == 0 {
                order.add(known)
                streamIndexes.append(known)
                known += 1
            } else {
                guard let index = order.number(at: Int(code) - 1) else { throw ByteReader.damaged }
                streamIndexes.append(index)
            }
        }
        guard known == total else { throw ByteReader.damaged }
        return total
    }

    /// Gives the index of the first word that is not of a trace or span.
    private mutating func readTraces(
        _ count: Int, _ streamCount: Int, _ words: WordColumn, _ reader: inout ByteReader
    ) throws(StorageError) -> Int {
        let codes = try reader.planes(count, upTo: count + Int(TraceCode.back))
        let spanCodes = try reader.planes(try reader.count(upTo: count))
        var traceReader = TraceReader(streamCount: streamCount, spanCodes: spanCodes, wordCount: words.count)
        traces.reserveCapacity(count)
        spans.reserveCapacity(count)
        bases.reserveCapacity(count)
        for (code, stream) in zip(codes, streamIndexes) {
            let (trace, span) = try traceReader.read(UInt64(code), stream: Int(stream))
            traces.append(trace)
            spans.append(span)
            bases.append(span >= 0 ? span : bases.last ?? 0)
        }
        return traceReader.next
    }

    private mutating func readNames(
        _ total: Int, _ names: StreamNameReader, _ reader: inout ByteReader
    ) throws(StorageError) {
        var names = names
        streams.reserveCapacity(total)
        for (row, stream) in streamIndexes.enumerated() where Int(stream) == streams.count {
            streams.append(try names.resolve(try names.read(&reader), base: bases[row]))
        }
    }

    private mutating func readRevisions(_ count: Int, _ reader: inout ByteReader) throws(StorageError) {
        var next = try reader.planes(streams.count)
        revisions = try reader.planes(count)
        for (row, stream) in streamIndexes.enumerated() {
            revisions[row] &+= next[Int(stream)]
            next[Int(stream)] = revisions[row] &+ 1
        }
    }

    private mutating func readCausations(_ positions: [UInt64], _ reader: inout ByteReader) throws(StorageError) {
        let codes = try reader.planes(positions.count)
        guard codes.contains(where: { $0 != 0 }) else { return }
        causations = zip(positions, codes).map { position, code in
            code == 0 ? nil : Position(position &- UInt64(bitPattern: ByteReader.signed(code &- 1)))
        }
    }

    private mutating func readPrincipals(_ count: Int, _ reader: inout ByteReader) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: count)) { principals.append(try reader.text()) }
        let indexes = try reader.planes(count, upTo: principals.count)
        if !principals.isEmpty { principalIndexes = indexes.map { $0 - 1 } }
    }

    private mutating func readBlocks(
        types: Int, words: Int, end: Int, _ reader: inout ByteReader
    ) throws(StorageError) {
        var start = end
        for _ in 0..<(try reader.count(upTo: streamIndexes.count)) {
            let type = try reader.count(upTo: types - 1)
            let subject = try reader.count(upTo: principals.count) - 1
            let firstNewWord = try reader.count(upTo: words)
            let texts = try reader.count(upTo: Self.sizeLimit)
            let numbers = try reader.count(upTo: Self.sizeLimit)
            // A block that stores nothing of its own lies in the store of the one before.
            let stored = try reader.count(upTo: Self.sizeLimit)
            if stored > 0 { stores.append(Store(size: 0, range: start..<start + stored)) }
            start += stored
            guard let store = stores.indices.last, texts + numbers <= Self.sizeLimit - stores[store].size else {
                throw ByteReader.damaged
            }
            stores[store].size += texts + numbers
            blocks.append(
                Block(
                    type: type, subject: subject, firstNewWord: firstNewWord, store: store, texts: 0..<texts,
                    numbers: 0..<numbers))
        }
        placeBlocks()
    }

    /// Within a store lie the texts of its blocks, then their numbers.
    private mutating func placeBlocks() {
        var places = [Int](repeating: 0, count: stores.count)
        for index in blocks.indices {
            let (store, size) = (blocks[index].store, blocks[index].texts.count)
            blocks[index].texts = places[store]..<places[store] + size
            places[store] += size
        }
        for index in blocks.indices {
            let (store, size) = (blocks[index].store, blocks[index].numbers.count)
            blocks[index].numbers = places[store]..<places[store] + size
            places[store] += size
        }
    }
}

/// Reads the codes of traces and spans that ``EnvelopeWriter`` wrote.
private struct TraceReader {
    /// What a stream's events had before; -1 for none.
    private struct Before {
        var ordinal: Int32 = -1
        var firstSpan: Int32 = -1
        var lastSpan: Int32 = -1
    }

    private let spanCodes: [UInt64]
    private let wordCount: Int
    private var spanIndex = 0
    /// The first word of each trace, and its last span.
    private var traces: [(start: Int32, lastSpan: Int32)] = []
    private var before: [Before]
    /// The next new word.
    private(set) var next = 0

    init(streamCount: Int, spanCodes: [UInt64], wordCount: Int) {
        self.spanCodes = spanCodes
        self.wordCount = wordCount
        before = Array(repeating: Before(), count: streamCount)
    }

    /// The first word of an event's trace, and the word of its span; -1 where it has none.
    mutating func read(_ code: UInt64, stream: Int) throws(StorageError) -> (trace: Int32, span: Int32) {
        guard let ordinal = try ordinal(code, stream) else {
            before[stream].ordinal = -1
            return (-1, -1)
        }
        let span = try span(stream, after: traces[ordinal].lastSpan)
        traces[ordinal].lastSpan = span
        before[stream].ordinal = Int32(ordinal)
        before[stream].lastSpan = span
        if before[stream].firstSpan < 0 { before[stream].firstSpan = span }
        return (traces[ordinal].start, span)
    }

    private mutating func ordinal(_ code: UInt64, _ stream: Int) throws(StorageError) -> Int? {
        switch code {
        case TraceCode.same: return before[stream].ordinal < 0 ? nil : Int(before[stream].ordinal)
        case TraceCode.none: return nil
        case TraceCode.new:
            guard next + 2 <= wordCount else { throw ByteReader.damaged }
            traces.append((Int32(next), Int32(next + 2)))
            next += 2
            return traces.count - 1
        default:
            let back = code - TraceCode.back
            guard back < UInt64(traces.count) else { throw ByteReader.damaged }
            return traces.count - 1 - Int(back)
        }
    }

    private mutating func span(_ stream: Int, after last: Int32) throws(StorageError) -> Int32 {
        guard spanIndex < spanCodes.count else { throw ByteReader.damaged }
        let code = spanCodes[spanIndex]
        spanIndex += 1
        var index = Int64(last)
        switch code {
        case TraceCode.same: index = Int64(before[stream].lastSpan)
        case TraceCode.firstSpan: index = Int64(before[stream].firstSpan)
        case TraceCode.new:
            index = Int64(next)
            next += 1
        default: index = index.addingReportingOverflow(ByteReader.signed(code - TraceCode.back)).partialValue
        }
        guard index >= 0, index < wordCount else { throw ByteReader.damaged }
        return Int32(index)
    }
}
