import Crypto

/// Tells whether a repeated idempotency key comes with the same events; only computed where there is a key.
enum KeyDigest {
    /// Always negative: the first bits of a SHA-256 over the stream and each event's type and payload.
    static func of(_ job: WriteQueue.Job) -> Int64 {
        guard job.key != nil else { return 0 }
        var hash = SHA256()
        add(Array(job.stream.name.text.utf8), to: &hash)
        for event in job.events {
            add(Array(event.type.name.utf8), to: &hash)
            add(event.payload, to: &hash)
        }
        let start = hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(bitPattern: start | 1 << 63)
    }

    /// As schema 1 stored it: a CRC-32 and the number of bytes, never negative.
    static func old(of job: WriteQueue.Job) -> Int64 {
        var bytes = Array(job.stream.name.text.utf8)
        for event in job.events { bytes += Array(event.type.name.utf8) + [0] + event.payload + [0] }
        return Int64(CRC32.of(bytes)) << 31 | Int64(bytes.count & 0x7FFF_FFFF)
    }

    /// Each with its length before it, so that no two lists of texts give the same bytes.
    private static func add(_ bytes: [UInt8], to hash: inout SHA256) {
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: bytes)
    }
}
