/// A Bloom filter over the streams and traces of a segment: it says "surely not here" or "perhaps here".
///
/// 16 bits and 11 probes a key: 1 segment of 2,000 is opened in vain (Bloom, 1970).
struct KeyFilter: Sendable {
    private static let bitsPerKey = 16
    private static let probes = 11
    private(set) var bytes: [UInt8]

    init(stored bytes: [UInt8]) { self.bytes = bytes }

    init(_ hashes: some Collection<UInt64>) {
        bytes = Array(repeating: 0, count: max(8, (hashes.count * Self.bitsPerKey + 7) / 8))
        for hash in hashes { Self.insert(hash, into: &bytes) }
    }

    func mayContain(_ hash: UInt64) -> Bool { bytes.withUnsafeBufferPointer { Self.mayContain(hash, in: $0) } }

    /// The same for a filter that lies within other bytes.
    @inline(__always)
    static func mayContain(_ hash: UInt64, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        let size = UInt64(bytes.count * 8)
        let step = hash >> 32 | 1
        var probe = hash
        for _ in 0..<probes {
            // The high half of a product spreads a hash over any size without a division.
            let bit = Int(truncatingIfNeeded: probe.multipliedFullWidth(by: size).high)
            if bytes[bit >> 3] & 1 << UInt8(bit & 7) == 0 { return false }
            probe = mix(probe &+ step)
        }
        return true
    }

    static func insert(_ hash: UInt64, into bytes: inout [UInt8]) {
        let size = UInt64(bytes.count * 8)
        let step = hash >> 32 | 1
        var probe = hash
        for _ in 0..<probes {
            let bit = Int(truncatingIfNeeded: probe.multipliedFullWidth(by: size).high)
            bytes[bit >> 3] |= 1 << UInt8(bit & 7)
            probe = mix(probe &+ step)
        }
    }

    static func hash(_ stream: StreamName) -> UInt64 {
        // FNV-1a: stable over processes, unlike Swift's seeded hashes.
        var text = stream.text
        return mix(
            text.withUTF8 { bytes in
                bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
            })
    }

    static func hash(_ trace: TraceID) -> UInt64 { mix(trace.high ^ trace.low &* 0x9E37_79B9_7F4A_7C15) }

    /// The finaliser of SplitMix64 spreads every input bit over the word.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
