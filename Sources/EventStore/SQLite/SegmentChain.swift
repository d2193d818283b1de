import Crypto

/// The hash chain over sealed segments: each digest covers its segment's whole row and the digest before it, so that
/// no sealed event can be changed, removed or added without a trace.
struct SegmentChain: Sendable {
    /// The digest of the last segment; 32 zero bytes before the first.
    private(set) var digest: [UInt8]

    static let size = 32

    init(after digest: [UInt8] = Array(repeating: 0, count: size)) { self.digest = digest }

    /// Adds a segment; gives its digest.
    @discardableResult
    mutating func add(_ segment: Segment) -> [UInt8] {
        var header = ByteWriter()
        header.append(fixed: segment.first.value)
        header.append(fixed: segment.last.value)
        header.append(fixed: UInt64(bitPattern: segment.firstTime.nanoseconds))
        header.append(fixed: UInt64(bitPattern: segment.lastTime.nanoseconds))
        header.append(segment.count)
        for type in segment.types { header.append(type.name) }
        header.append(fixed: UInt64(segment.checksum))
        header.append(block: segment.filter.bytes)
        var hash = SHA256()
        hash.update(data: digest)
        hash.update(data: header.bytes)
        hash.update(data: segment.data)
        digest = Array(hash.finalize())
        return digest
    }
}
