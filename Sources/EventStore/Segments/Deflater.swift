import CDeflate
import Synchronization

/// A compressor that is set up once and used again: setting up costs more than a small block.
final class Deflater: Sendable {
    private struct Compressor {
        let pointer: OpaquePointer
    }

    private let compressor: Mutex<Compressor>

    /// - Parameter level: 1 (fast) to 12 (small).
    /// - Throws: where the level is none of these, or there is no memory.
    init(level: Int32) throws(StorageError) {
        guard let pointer = libdeflate_alloc_compressor(level) else {
            throw StorageError("libdeflate cannot start with level \(level)")
        }
        compressor = Mutex(Compressor(pointer: pointer))
    }

    deinit { compressor.withLock { libdeflate_free_compressor($0.pointer) } }

    /// The bytes as raw deflate (RFC 1951): the log keeps a checksum of its own.
    func compress(_ input: [UInt8]) -> [UInt8] {
        compressor.withLock { compressor in
            let bound = libdeflate_deflate_compress_bound(compressor.pointer, input.count)
            return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                count = libdeflate_deflate_compress(
                    compressor.pointer, input, input.count, output.baseAddress, output.count)
            }
        }
    }
}
