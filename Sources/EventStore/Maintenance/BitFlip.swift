/// Finds the one bit that makes bytes agree with their CRC-32 again.
///
/// A CRC is linear: flipping a bit changes it by a value that depends on the bit's distance from the end alone, so
/// the difference between two checksums names the bit.
enum BitFlip {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// The bytes with that bit flipped back; nil where no single bit explains the difference.
    static func mended(_ bytes: [UInt8], checksum: UInt32) -> [UInt8]? {
        let difference = CRC32.of(bytes) ^ checksum
        guard difference != 0 else { return nil }
        // What each bit of the current byte changes, starting with the last one.
        var effects = (0..<8).map { table[1 << $0] }
        for index in bytes.indices.reversed() {
            if let bit = effects.firstIndex(of: difference) {
                var mended = bytes
                mended[index] ^= 1 << UInt8(bit)
                return mended
            }
            for bit in effects.indices { effects[bit] = effects[bit] >> 8 ^ table[Int(effects[bit] & 0xFF)] }
        }
        return nil
    }
}
