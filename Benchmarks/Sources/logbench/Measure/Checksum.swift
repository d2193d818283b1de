/// What a set of payloads adds up to, in any order: tells whether all that was written is read, and nothing else.
struct Checksum: Hashable, Sendable {
    var count = 0
    var bytes = 0
    var sum: UInt64 = 0

    mutating func add(_ payload: [UInt8]) {
        count += 1
        bytes += payload.count
        sum &+= Checksum.hash(payload)
    }

    static func &+= (left: inout Checksum, right: Checksum) {
        left.count += right.count
        left.bytes += right.bytes
        left.sum &+= right.sum
    }

    /// Touches every byte, in four lanes of eight: about a tenth of a nanosecond a byte.
    ///
    /// `rows.c` computes the same.
    static func hash(_ payload: [UInt8]) -> UInt64 {
        payload.withUnsafeBytes { bytes in
            var lanes = SIMD4<UInt64>(repeating: UInt64(truncatingIfNeeded: bytes.count))
            var offset = 0
            while offset + 32 <= bytes.count {
                lanes = (lanes &+ bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self))
                lanes = lanes &<< 7 ^ lanes &>> 9
                offset += 32
            }
            var sum = lanes.x &+ lanes.y &* 3 &+ lanes.z &* 5 &+ lanes.w &* 7
            while offset < bytes.count {
                sum = (sum ^ UInt64(bytes[offset])) &* 0x0000_0100_0000_01B3
                offset += 1
            }
            return sum
        }
    }
}
