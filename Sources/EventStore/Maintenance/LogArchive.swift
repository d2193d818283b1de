/// The format of an archive: whole sealed segments as the log stores them, one after the other, and an index.
///
/// - 8 bytes: ``magic``.
/// - For each segment: `S`; the size of its heading (4 bytes, little-endian) and the heading's CRC-32 (4 bytes); the
///   heading; the segment's columns as stored. The heading says how many bytes those are, their CRC-32, and the
///   digests that chain the segment to the one before it in its log.
/// - `I`; size and CRC-32 as above; the index: for each segment its offset, positions and times.
/// - 48 bytes: the index's offset (8 bytes, little-endian); the SHA-256 of all before; ``endMagic``.
///
/// Readable from start to end without seeking, so from a pipe too; the index is for those who can seek.
enum LogArchive {
    static let magic = Array("MPARCH01".utf8)
    static let endMagic = Array("MPARCHND".utf8)
    static let segmentTag = UInt8(ascii: "S")
    static let indexTag = UInt8(ascii: "I")
    static let trailerSize = 48
    /// No heading, index or segment is larger.
    static let sizeLimit = 1 << 30

    /// A segment on its way into or out of an archive.
    struct Entry {
        let segment: Segment
        /// The digest of the log's segment before it, and its own; nil where the segment was made for the archive.
        let link: (before: [UInt8], digest: [UInt8])?

        /// Whether the segment is the one its digest was made of; true where it has none.
        var isIntact: Bool {
            guard let link else { return true }
            var chain = SegmentChain(after: link.before)
            return chain.add(segment) == link.digest
        }
    }

    static func heading(of entry: Entry) -> [UInt8] {
        let segment = entry.segment
        var writer = ByteWriter()
        writer.append(segment.first.value)
        writer.append(segment.last.value)
        writer.append(fixed: UInt64(bitPattern: segment.firstTime.nanoseconds))
        writer.append(fixed: UInt64(bitPattern: segment.lastTime.nanoseconds))
        writer.append(segment.count)
        writer.append(segment.types.count)
        for type in segment.types { writer.append(type.name) }
        writer.append(block: segment.filter.bytes)
        writer.append(UInt64(segment.checksum))
        writer.append(block: entry.link?.before ?? [])
        writer.append(block: entry.link?.digest ?? [])
        writer.append(segment.data.count)
        return writer.bytes
    }

    /// Reads a heading; `data` fetches so many bytes of columns.
    static func entry(
        heading: [UInt8], data: (Int) throws(StorageError) -> [UInt8]
    ) throws(StorageError) -> Entry {
        var reader = ByteReader(heading)
        let (first, last) = (Position(try reader.number()), Position(try reader.number()))
        let firstTime = Timestamp(nanoseconds: Int64(bitPattern: try reader.fixed()))
        let lastTime = Timestamp(nanoseconds: Int64(bitPattern: try reader.fixed()))
        let count = try reader.count(upTo: sizeLimit)
        var types: [EventType] = []
        for _ in 0..<(try reader.count(upTo: heading.count)) { types.append(EventType(try reader.text())) }
        let filter = KeyFilter(stored: Array(try reader.block()))
        let checksum = UInt32(truncatingIfNeeded: try reader.number())
        let (before, digest) = (Array(try reader.block()), Array(try reader.block()))
        let segment = Segment(
            first: first, last: last, firstTime: firstTime, lastTime: lastTime, count: count, types: types,
            filter: filter, data: try data(try reader.count(upTo: sizeLimit)), checksum: checksum)
        return Entry(segment: segment, link: digest.isEmpty ? nil : (before, digest))
    }

    /// A number as four bytes, the lowest first.
    static func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
