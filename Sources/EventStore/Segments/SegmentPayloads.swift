/// The payloads of a segment as far as they were inflated, and where each event's lies.
struct SegmentPayloads {
    /// Each event's block, and its row there.
    private var places: [(block: Int32, row: Int32)] = []
    /// For each block, what is known of its rows.
    private var rows: [[PayloadRow]]
    private var blocks: [PayloadRows?]
    private let streams: StreamIdentifiers
    /// Bytes of what was inflated, about.
    private(set) var held = 0
    /// The store inflated last, where another block has a part of it: blocks of a subject share one, and small ones.
    private var lastStore: (index: Int, bytes: [UInt8])?

    init(_ segment: SealedSegment) throws(StorageError) {
        let columns = segment.columns
        guard columns.streamIndexes.count == segment.count else { throw ByteReader.damaged }
        streams = StreamIdentifiers(columns.streams)
        rows = Array(repeating: [], count: columns.blocks.count)
        blocks = Array(repeating: nil, count: columns.blocks.count)
        let width = columns.principals.count + 1
        var blockOf = [Int32](repeating: -1, count: segment.outline.types.count * width)
        for (index, block) in columns.blocks.enumerated() {
            blockOf[block.type * width + block.subject + 1] = Int32(index)
        }
        let all = PayloadRow.all(
            times: segment.outline.times, streams: columns.streamIndexes, streamCount: columns.streams.count,
            bases: columns.bases)
        let local = columns.principals.firstIndex(of: EventMetadata.local).map { $0 + 1 } ?? -1
        places.reserveCapacity(all.count)
        for (row, type) in segment.outline.typeIndexes.enumerated() {
            let principal = columns.principalIndexes.isEmpty ? 0 : Int(columns.principalIndexes[row]) + 1
            let block = blockOf[Int(type) * width + (principal == local ? 0 : principal)]
            guard block >= 0 else { throw ByteReader.damaged }
            places.append((block, Int32(rows[Int(block)].count)))
            rows[Int(block)].append(all[row])
        }
    }

    /// - Parameter segment: the one that this is of.
    mutating func place(
        of index: Int, of segment: SealedSegment
    ) throws(StorageError) -> (rows: PayloadRows, row: Int) {
        let place = places[index]
        return (try rows(ofBlock: Int(place.block), of: segment), Int(place.row))
    }

    mutating func rows(ofBlock index: Int, of segment: SealedSegment) throws(StorageError) -> PayloadRows {
        if let known = blocks[index] { return known }
        let found = try read(index, segment, segment.columns)
        blocks[index] = found
        held += found.size
        return found
    }

    private mutating func read(
        _ index: Int, _ segment: SealedSegment, _ columns: EnvelopeColumns
    ) throws(StorageError) -> PayloadRows {
        let block = columns.blocks[index]
        guard let store = try inflated(block.store, segment, columns) else {
            return PayloadRows(erased: rows[index].count)
        }
        guard segment.layout.format > 2 else {
            return try PayloadDecoder2.decode(
                Array(store[block.texts]), bases: rows[index].map(\.base), words: segment.words,
                firstNewWord: block.firstNewWord)
        }
        return try PayloadDecoder.decode(
            PayloadDecoder.Source(
                bytes: store, texts: block.texts, numbers: block.numbers, rows: rows[index], streams: streams,
                words: segment.words, firstNewWord: block.firstNewWord, isPrivate: block.subject >= 0))
    }

    /// A store inflated; nil where its key was forgotten.
    private mutating func inflated(
        _ index: Int, _ segment: SealedSegment, _ columns: EnvelopeColumns
    ) throws(StorageError) -> [UInt8]? {
        if let lastStore, lastStore.index == index { return lastStore.bytes }
        let store = columns.stores[index]
        guard store.range.upperBound <= segment.data.count else { throw ByteReader.damaged }
        var deflated = segment.data[store.range]
        if let subject = columns.blocks.first(where: { $0.store == index })?.subject, subject >= 0 {
            guard let plain = try segment.keys.open(deflated, for: columns.principals[subject]) else { return nil }
            deflated = plain[...]
        }
        let bytes = try Inflater.inflate(deflated, size: store.size)
        held -= lastStore?.bytes.count ?? 0
        lastStore = columns.blocks.count { $0.store == index } > 1 ? (index, bytes) : nil
        held += lastStore?.bytes.count ?? 0
        return bytes
    }
}
