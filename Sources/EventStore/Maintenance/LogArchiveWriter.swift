import Crypto

/// Writes an archive from start to end.
struct LogArchiveWriter {
    private let write: ([UInt8]) throws -> Void
    private var hash = SHA256()
    private var index = ByteWriter()
    private var count = 0
    /// Bytes written so far.
    private(set) var size = 0

    init(to write: @escaping ([UInt8]) throws -> Void) throws {
        self.write = write
        try put(LogArchive.magic)
    }

    mutating func add(_ entry: LogArchive.Entry) throws {
        let segment = entry.segment
        index.append(size)
        index.append(segment.first.value)
        index.append(segment.last.value)
        index.append(fixed: UInt64(bitPattern: segment.firstTime.nanoseconds))
        index.append(fixed: UInt64(bitPattern: segment.lastTime.nanoseconds))
        count += 1
        try put(LogArchive.segmentTag, LogArchive.heading(of: entry))
        try put(segment.data)
    }

    /// Writes the index: an archive without it is one that was cut off.
    mutating func finish() throws {
        let offset = size
        var whole = ByteWriter()
        whole.append(count)
        whole.append(raw: index.bytes)
        try put(LogArchive.indexTag, whole.bytes)
        var place = ByteWriter()
        place.append(fixed: UInt64(offset))
        try put(place.bytes)
        try put(Array(hash.finalize()) + LogArchive.endMagic)
    }

    private mutating func put(_ tag: UInt8, _ block: [UInt8]) throws {
        try put(
            [tag] + LogArchive.bytes(UInt32(truncatingIfNeeded: block.count))
                + LogArchive.bytes(CRC32.of(block)) + block)
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        hash.update(data: bytes)
        size += bytes.count
        try write(bytes)
    }
}
