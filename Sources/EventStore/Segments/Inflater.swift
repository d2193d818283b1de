import CDeflate

/// Decompression of blocks whose size is known.
enum Inflater {
    /// How a deflated block is wrapped.
    enum Format {
        case raw
        /// With zlib's header and checksum (RFC 1950), as schema 1 had it.
        case zlib
    }

    /// - Throws: where the bytes are damaged or do not give exactly `size` bytes.
    static func inflate(
        _ input: ArraySlice<UInt8>, size: Int, format: Format = .raw
    ) throws(StorageError) -> [UInt8] {
        YieldPoint.pass()
        guard let decompressor = libdeflate_alloc_decompressor() else { throw StorageError("there is no memory") }
        defer { libdeflate_free_decompressor(decompressor) }
        let inflate = format == .raw ? libdeflate_deflate_decompress : libdeflate_zlib_decompress
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: size) { output, count in
            isWhole = input.withUnsafeBufferPointer { input in
                // Without a place for the size it fails where that is another one.
                inflate(decompressor, input.baseAddress, input.count, output.baseAddress, size, nil)
                    == LIBDEFLATE_SUCCESS
            }
            count = isWhole ? size : 0
        }
        guard isWhole else { throw ByteReader.damaged }
        return output
    }
}
