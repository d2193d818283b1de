/// The envelopes of a segment as columns: one array a field, one entry an event.
struct EnvelopeColumns: Sendable {
    private(set) var positions: [UInt64] = []
    private(set) var times: [Int64] = []
    private(set) var types: [TypeVersion] = []
    private(set) var typeIndexes: [Int32] = []
    private(set) var streams: [StreamName] = []
    private(set) var streamIndexes: [Int32] = []
    private(set) var revisions: [UInt64] = []
    /// The first word of each event's trace; -1 where it has none.
    private(set) var traces: [Int32] = []
    private(set) var spans: [Int32] = []
    /// What references of an event's payload count from.
    private(set) var bases: [Int32] = []
    /// Empty where no event has one.
    private(set) var causations: [Position?] = []
    private(set) var principals: [String] = []
    /// Empty where no event has one; -1 for none.
    private(set) var principalIndexes: [Int32] = []
    private(set) var blocks: [Block] = []

    private(set) var stores: [Store] = []

    /// The payload columns of one type and subject.
    struct Block: Sendable {
        let type: Int
        /// An index into `principals`; -1 where it is not encrypted.
        let subject: Int
        let firstNewWord: Int
        /// The store it lies in, and where there once that is inflated.
        let store: Int
        let place: Range<Int>
    }

    /// What is deflated, and encrypted, at once: a block, or all blocks of a subject.
    struct Store: Sendable {
        /// The inflated size.
        fileprivate(set) var size: Int
        /// Where it lies within the segment's data.
        let range: Range<Int>
    }

    private static let sizeLimit = 1 << 30
    private let count: Int
    private let words: [UInt64]

    /// - Parameter end: where the envelope ends within the segment's data, and the blocks begin.
    init(
        _ bytes: [UInt8], count: Int, first: Position, firstTime: Timestamp, words: [UInt64], end: Int
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
            positions = (0..<UInt64(count)).map { first.value &+ $0 }
            return
        }
        positions = try reader.numbers(count)
        var place = first.value
        for index in positions.indices {
            place &+= positions[index]
            positions[index] = place
        }
    }

    private mutating func readTimes(from start: Timestamp, _ reader: inout ByteReader) throws(StorageError) {
        var time = start.nanoseconds
        times = try reader.numbers(count).map { distance in
            time &+= Int64(bitPattern: distance)
            return time
        }
    }

    private mutating func readTypes(_ reader: inout ByteReader) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: count)) {
            let name = try reader.text()
            types.append(TypeVersion(type: EventType(name), version: try reader.count(upTo: Int(Int32.max))))
        }
        typeIndexes = try reader.counts(count, upTo: types.count - 1)
    }

    /// Gives the index of the first word that is not of a trace or span.
    private mutating func readTraces(_ reader: inout ByteReader) throws(StorageError) -> Int {
        let codes = try reader.counts(count, upTo: count + 1)
        traces.reserveCapacity(count)
        spans.reserveCapacity(count)
        bases.reserveCapacity(count)
        let spanCodes = try reader.numbers(codes.reduce(0) { $0 + ($1 > 0 ? 1 : 0) })
        var starts: [Int32] = []
        var lastSpans: [Int] = []
        var next = 0
        var spanIndex = 0
        for code in codes {
            guard code > 0 else {
                traces.append(-1)
                spans.append(-1)
                bases.append(bases.last ?? 0)
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
            traces.append(starts[ordinal])
            spans.append(Int32(span))
            bases.append(Int32(span))
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
        streamIndexes = try reader.counts(count, upTo: count)
        streams.reserveCapacity(total)
        for row in 0..<count {
            let code = Int(streamIndexes[row])
            streamIndexes[row] = Int32(streams.count - code)
            guard code <= streams.count, code > 0 || streams.count < total else { throw ByteReader.damaged }
            if code == 0 { streams.append(try names.resolve(pending[streams.count], base: bases[row])) }
        }
        let gaps = try reader.byte() != 0 ? try reader.numbers(count) : []
        revisions.reserveCapacity(count)
        for (row, index) in streamIndexes.enumerated() {
            let revision = next[Int(index)] &+ (gaps.isEmpty ? 0 : gaps[row])
            revisions.append(revision)
            next[Int(index)] = revision &+ 1
        }
    }

    private mutating func readCausations(_ reader: inout ByteReader) throws(StorageError) {
        guard try reader.byte() != 0 else { return }
        causations = zip(positions, try reader.numbers(count)).map { position, code in
            code == 0 ? nil : Position(position &- UInt64(bitPattern: ByteReader.signed(code - 1)))
        }
    }

    private mutating func readPrincipals(_ reader: inout ByteReader) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: count)) { principals.append(try reader.text()) }
        guard !principals.isEmpty else { return }
        principalIndexes = try reader.counts(count, upTo: principals.count).map { $0 - 1 }
    }

    private mutating func readBlocks(_ reader: inout ByteReader, end: Int) throws(StorageError) {
        var start = end
        for _ in 0..<(try reader.count(upTo: count)) {
            let type = try reader.count(upTo: types.count - 1)
            let subject = try reader.count(upTo: principals.count) - 1
            let firstNewWord = try reader.count(upTo: words.count)
            let size = try reader.count(upTo: Self.sizeLimit)
            // A block that stores nothing of its own follows the one before in its store.
            let stored = try reader.count(upTo: Self.sizeLimit)
            if stored > 0 { stores.append(Store(size: 0, range: start..<start + stored)) }
            start += stored
            guard let store = stores.indices.last, size <= Self.sizeLimit - stores[store].size else {
                throw ByteReader.damaged
            }
            let place = stores[store].size..<stores[store].size + size
            stores[store].size = place.upperBound
            blocks.append(
                Block(type: type, subject: subject, firstNewWord: firstNewWord, store: store, place: place))
        }
    }
}

/// Reads what `StreamNameWriter` wrote.
private struct StreamNameReader {
    let words: [UInt64]
    private var next: Int
    private var prefixes: [String] = []

    /// A name whose words are still references.
    enum Pending {
        case plain(StreamName)
        case words(prefix: String, mode: PayloadColumnMode, high: UInt64, low: UInt64)
    }

    init(words: [UInt64], next: Int) {
        self.words = words
        self.next = next
    }

    mutating func read(_ reader: inout ByteReader) throws(StorageError) -> Pending {
        guard let mode = PayloadColumnMode(rawValue: try reader.byte()) else { throw ByteReader.damaged }
        guard mode != .lines else { return .plain(StreamName(stored: try reader.text())) }
        let index = try reader.count(upTo: prefixes.count)
        if index == 0 { prefixes.append(try reader.text()) }
        let prefix = index == 0 ? prefixes[prefixes.count - 1] : prefixes[index - 1]
        let high = try reader.number()
        return .words(prefix: prefix, mode: mode, high: high, low: mode == .word ? 0 : try reader.number())
    }

    mutating func resolve(_ pending: Pending, base: Int32) throws(StorageError) -> StreamName {
        switch pending {
        case .plain(let name): return name
        case .words(let prefix, let mode, let high, let low):
            let first = try word(high, base)
            let second = mode == .word ? 0 : try word(low, base)
            return StreamName(
                stored: String(unsafeUninitializedCapacity: prefix.utf8.count + 1 + 36) { buffer in
                    let start = buffer.update(fromContentsOf: Array(prefix.utf8) + [UInt8(ascii: "-")])
                    guard let target = buffer.baseAddress else { return 0 }
                    return start + IdentifierText.write(first, second, mode, to: target + start)
                })
        }
    }

    private mutating func word(_ reference: UInt64, _ base: Int32) throws(StorageError) -> UInt64 {
        var index = Int64(next)
        if reference == 0 {
            next += 1
        } else {
            index = ByteReader.signed(reference - 1).addingReportingOverflow(Int64(base)).partialValue
        }
        guard index >= 0, index < words.count else { throw ByteReader.damaged }
        return words[Int(index)]
    }
}
