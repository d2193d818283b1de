/// A column of whole numbers of one width: all their lowest bytes, then all the next, and so on.
///
/// Deflate sees like bytes together: the noise of the low ones does not spoil the codes of the high ones.
enum NumberPlanes {
    /// The bytes that the largest of some numbers needs: 0 to 8.
    static func width(_ values: [UInt64]) -> Int {
        (64 - values.reduce(0, |).leadingZeroBitCount + 7) / 8
    }

    /// Small numbers of either sign become small ones.
    @inline(__always)
    static func folded(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }
}

extension ByteWriter {
    /// Writes the width, then the planes.
    mutating func append(planes values: [UInt64]) {
        let width = NumberPlanes.width(values)
        append(byte: UInt8(width))
        for plane in 0..<width {
            let shift = UInt64(8 * plane)
            append(raw: values.lazy.map { UInt8(truncatingIfNeeded: $0 >> shift) })
        }
    }
}

extension ByteReader {
    /// Reads what `append(planes:)` wrote.
    mutating func planes(_ count: Int) throws(StorageError) -> [UInt64] {
        let width = Int(try byte())
        guard width <= 8, count >= 0 else { throw Self.damaged }
        guard width > 0 else { return Array(repeating: 0, count: count) }
        let bytes = try raw(width * count)
        return bytes.withUnsafeBufferPointer { bytes in
            [UInt64](unsafeUninitializedCapacity: count) { output, used in
                for index in 0..<count { output[index] = UInt64(bytes[index]) }
                for plane in 1..<max(width, 1) {
                    let (start, shift) = (plane * count, UInt64(8 * plane))
                    for index in 0..<count { output[index] |= UInt64(bytes[start + index]) << shift }
                }
                used = count
            }
        }
    }

    /// The same for numbers that count or index something, at most `limit`.
    mutating func planes(_ count: Int, upTo limit: Int) throws(StorageError) -> [Int32] {
        let numbers = try planes(count)
        guard limit >= 0, numbers.allSatisfy({ $0 <= UInt64(limit) }) else { throw Self.damaged }
        return numbers.map { Int32(truncatingIfNeeded: $0) }
    }
}
