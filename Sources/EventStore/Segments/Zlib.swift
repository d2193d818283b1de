import CZlib
import Synchronization

/// A zlib compressor that is set up once and used again: setting up costs more than a small block.
final class Deflater: Sendable {
    /// In one place for good: zlib keeps a pointer to it.
    private let stream = Mutex(z_stream())
    private let level: Int32

    /// - Parameter level: 1 (fast) to 9 (small).
    init(level: Int32) throws(StorageError) {
        self.level = level
        // Raw deflate: the log keeps a checksum of its own.
        let code = stream.withLock {
            deflateInit2_(
                &$0, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size))
        }
        guard code == Z_OK else { throw StorageError("zlib cannot start (\(code))") }
    }

    deinit { _ = stream.withLock { deflateEnd(&$0) } }

    /// - Parameter cuts: places, in order, where texts end and numbers begin, or other numbers; each part of some size gets
    ///   codes of its own. Of numbers only runs are looked for: that finds as much in them as a search does.
    func compress(_ input: [UInt8], cuts: [Int] = []) throws(StorageError) -> [UInt8] {
        try stream.withLock { (stream) throws(StorageError) in
            try Self.compress(input, cuts, level: level, with: &stream)
        }
    }

    private static func compress(
        _ input: [UInt8], _ cuts: [Int], level: Int32, with stream: inout z_stream
    ) throws(StorageError) -> [UInt8] {
        deflateReset(&stream)
        deflateParams(&stream, level, Z_DEFAULT_STRATEGY)
        let parts = parts(input.count, cuts)
        // A part more ends and begins a block: a few bytes.
        let bound = Int(deflateBound(&stream, UInt(input.count))) + 16 * parts.count
        var code = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            input.withUnsafeBufferPointer { source in
                // zlib's interface is older than `const`; it only reads here.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(bound)
                for (index, size) in parts.enumerated() {
                    // Ends the block of what came before.
                    if index == 1 { deflateParams(&stream, level, Z_RLE) }
                    stream.avail_in = UInt32(size)
                    code = deflate(&stream, index == parts.count - 1 ? Z_FINISH : Z_BLOCK)
                }
                count = bound - Int(stream.avail_out)
            }
        }
        guard code == Z_STREAM_END else { throw StorageError("zlib cannot compress (\(code))") }
        return output
    }

    /// Codes of their own take about 60 bytes: parts below this do not pay.
    private static let smallestPart = 320

    private static func parts(_ count: Int, _ cuts: [Int]) -> [Int] {
        var parts: [Int] = []
        var start = 0
        for cut in cuts where cut - start >= smallestPart && count - cut >= smallestPart {
            parts.append(cut - start)
            start = cut
        }
        return parts + [count - start]
    }
}

/// Decompression and checksums of blocks whose size is known.
enum Zlib {
    /// How a deflated block is wrapped.
    enum Format: Int32 {
        case raw = -15
        /// With zlib's header and checksum, as schema 1 had it.
        case zlib = 15
    }

    /// - Throws: where the bytes are damaged or do not give exactly `size` bytes.
    static func inflate(
        _ input: ArraySlice<UInt8>, size: Int, format: Format = .raw
    ) throws(StorageError) -> [UInt8] {
        YieldPoint.pass()
        var stream = z_stream()
        let code = inflateInit2_(&stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw StorageError("zlib cannot start (\(code))") }
        defer { inflateEnd(&stream) }
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            isWhole = input.withUnsafeBufferPointer { source in
                // zlib's interface is older than `const`; it only reads here.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(size)
                return CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
            }
            count = isWhole ? size : 0
        }
        guard isWhole else { throw ByteReader.damaged }
        return output
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count))) }
    }
}
