import Synchronization

/// A segment opened for reading: its envelopes are columns already, its payloads are inflated block by block when
/// somebody asks for one.
final class SealedSegment: Sendable {
    let first: Position
    let last: Position
    let columns: EnvelopeColumns
    private let words: [UInt64]
    private let data: [UInt8]
    private let keys: SubjectKeys
    private let payloads = Mutex<Payloads?>(nil)

    private static let countLimit = 1 << 20

    /// - Throws: where the bytes are not those that were written.
    init(_ segment: Segment, keys: SubjectKeys) throws(StorageError) {
        guard Zlib.checksum(segment.data) == segment.checksum else { throw ByteReader.damaged }
        data = segment.data
        self.keys = keys
        first = segment.first
        last = segment.last
        var reader = ByteReader(data)
        guard try reader.number() == SegmentEncoder.format else {
            throw StorageError("a segment was written by a newer version")
        }
        let count = try reader.count(upTo: Self.countLimit)
        guard count == segment.count, count > 0 else { throw ByteReader.damaged }
        let wordCount = try reader.count(upTo: data.count / 8)
        let size = try reader.count(upTo: 1 << 30)
        let stored = try reader.count(upTo: data.count)
        words = try Self.words(try reader.raw(wordCount * 8))
        let envelope = try Zlib.inflate(try reader.raw(stored), size: size)
        columns = try EnvelopeColumns(
            envelope, count: count, first: segment.first, firstTime: segment.firstTime, words: words,
            end: reader.index)
    }

    var count: Int { columns.positions.count }

    private static func words(_ bytes: ArraySlice<UInt8>) throws(StorageError) -> [UInt64] {
        bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
        }
    }

    /// The event at an index.
    func event(at index: Int) -> RecordedEvent {
        var metadata = EventMetadata()
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
        return RecordedEvent(
            position: Position(columns.positions[index]), time: Timestamp(nanoseconds: columns.times[index]),
            stream: columns.streams[Int(columns.streamIndexes[index])], revision: Revision(columns.revisions[index]),
            type: columns.types[Int(columns.typeIndexes[index])], metadata: metadata, in: self, at: index)
    }

    /// For each word, whether it begins that trace; never empty.
    func words(of trace: TraceID) -> [Bool] {
        var flags = [Bool](repeating: false, count: words.count + 1)
        for index in words.indices.dropLast() where words[index] == trace.high && words[index + 1] == trace.low {
            flags[index] = true
        }
        return flags
    }

    // MARK: Payloads

    /// Which block each event's payload is in, and the blocks that were inflated.
    private struct Payloads {
        /// Each event's block, and its row there.
        var places: [(block: Int32, row: Int32)] = []
        /// For each block, what its rows' references count from.
        var bases: [[Int32]]
        var blocks: [PayloadRows?]
        /// The store inflated last: blocks of a subject share one.
        var lastStore: (index: Int, bytes: [UInt8])?

        init(_ columns: EnvelopeColumns) throws(StorageError) {
            bases = Array(repeating: [], count: columns.blocks.count)
            blocks = Array(repeating: nil, count: columns.blocks.count)
            let width = columns.principals.count + 1
            var blockOf = [Int32](repeating: -1, count: columns.types.count * width)
            for (index, block) in columns.blocks.enumerated() {
                blockOf[block.type * width + block.subject + 1] = Int32(index)
            }
            let local = columns.principals.firstIndex(of: EventMetadata.local).map { $0 + 1 } ?? -1
            places.reserveCapacity(columns.typeIndexes.count)
            for (row, type) in columns.typeIndexes.enumerated() {
                let principal = columns.principalIndexes.isEmpty ? 0 : Int(columns.principalIndexes[row]) + 1
                let block = blockOf[Int(type) * width + (principal == local ? 0 : principal)]
                guard block >= 0 else { throw ByteReader.damaged }
                places.append((block, Int32(bases[Int(block)].count)))
                bases[Int(block)].append(columns.bases[row])
            }
        }
    }

    /// The payload at an index; empty where its key was forgotten or its block cannot be read.
    func payload(at index: Int) -> [UInt8] {
        payloads.withLock { payloads in
            if payloads == nil { payloads = try? Payloads(columns) }
            guard let place = payloads?.places[index], let rows = try? rows(ofBlock: Int(place.block), &payloads)
            else { return [] }
            return rows[Int(place.row)]
        }
    }

    /// Inflates every block.
    ///
    /// - Throws: at the first that cannot be read.
    func check() throws(StorageError) {
        try payloads.withLock { (payloads) throws(StorageError) in
            if payloads == nil { payloads = try Payloads(columns) }
            for block in columns.blocks.indices { _ = try rows(ofBlock: block, &payloads) }
        }
    }

    /// A store inflated; nil where its key was forgotten.
    private func inflated(
        _ index: Int, _ payloads: inout Payloads?
    ) throws(StorageError) -> ArraySlice<UInt8>? {
        if let last = payloads?.lastStore, last.index == index { return last.bytes[...] }
        let store = columns.stores[index]
        guard store.range.upperBound <= data.count else { throw ByteReader.damaged }
        var deflated = data[store.range]
        if let subject = columns.blocks.first(where: { $0.store == index })?.subject, subject >= 0 {
            guard let plain = try keys.open(deflated, for: columns.principals[subject]) else { return nil }
            deflated = plain[...]
        }
        let bytes = try Zlib.inflate(deflated, size: store.size)
        payloads?.lastStore = (index, bytes)
        return bytes[...]
    }

    private func rows(ofBlock index: Int, _ payloads: inout Payloads?) throws(StorageError) -> PayloadRows {
        if let known = payloads?.blocks[index] { return known }
        let block = columns.blocks[index]
        let bases = payloads?.bases[index] ?? []
        var rows = PayloadRows(erased: bases.count)
        if let store = try inflated(block.store, &payloads) {
            rows = try PayloadDecoder.decode(
                Array(store[block.place]), bases: bases, words: words, firstNewWord: block.firstNewWord)
        }
        payloads?.blocks[index] = rows
        return rows
    }
}
