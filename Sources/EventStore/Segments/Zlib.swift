import CZlib

/// A zlib compressor that is set up once and used again: setting up costs more than a small block.
final class Deflater {
    private var stream = z_stream()

    /// - Parameter level: 1 (fast) to 9 (small).
    init(level: Int32) throws(StorageError) {
        let code = deflateInit_(&stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw StorageError("zlib cannot start (\(code))") }
    }

    deinit { deflateEnd(&stream) }

    func compress(_ input: [UInt8]) throws(StorageError) -> [UInt8] {
        deflateReset(&stream)
        let bound = Int(deflateBound(&stream, UInt(input.count)))
        var input = input
        var code = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(bound)
                code = deflate(&stream, Z_FINISH)
                count = bound - Int(stream.avail_out)
            }
        }
        guard code == Z_STREAM_END else { throw StorageError("zlib cannot compress (\(code))") }
        return output
    }
}

/// Decompression and checksums of blocks whose size is known.
enum Zlib {
    static func inflate(_ input: ArraySlice<UInt8>, size: Int) throws(StorageError) -> [UInt8] {
        var length = uLong(size)
        var code = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            code = input.withUnsafeBufferPointer { source in
                uncompress(buffer.baseAddress, &length, source.baseAddress, uLong(source.count))
            }
            count = code == Z_OK ? Int(length) : 0
        }
        guard code == Z_OK, length == size else { throw ByteReader.damaged }
        return output
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count))) }
    }
}
