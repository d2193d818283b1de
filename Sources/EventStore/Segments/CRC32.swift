import CDeflate

/// The checksum of gzip, zlib and PNG (RFC 1952, 8).
enum CRC32 {
    static func of(_ bytes: [UInt8]) -> UInt32 { libdeflate_crc32(0, bytes, bytes.count) }
}
