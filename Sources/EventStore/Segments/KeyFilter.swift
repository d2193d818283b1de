/// A Bloom filter over the streams and traces of a segment: it says "surely not here" or "perhaps here".
///
/// About 10 bits and 7 probes a key, so 1 % of the segments are opened in vain (Bloom, 1970).
struct KeyFilter: Sendable {
    private static let bitsPerKey = 10
    private static let probes = 7
    private(set) var bytes: [UInt8]

    init(stored bytes: [UInt8]) { self.bytes = bytes }

    init(_ hashes: some Collection<UInt64>) {
        bytes = Array(repeating: 0, count: max(8, (hashes.count * Self.bitsPerKey + 7) / 8))
        for hash in hashes {
            for bit in bits(of: hash) { bytes[bit >> 3] |= 1 << UInt8(bit & 7) }
        }
    }

    func mayContain(_ hash: UInt64) -> Bool {
        bytes.isEmpty || bits(of: hash).allSatisfy { bytes[$0 >> 3] & 1 << UInt8($0 & 7) != 0 }
    }

    static func hash(_ stream: StreamName) -> UInt64 {
        // FNV-1a: stable over processes, unlike Swift's seeded hashes.
        mix(stream.text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
    }

    static func hash(_ trace: TraceID) -> UInt64 { mix(trace.high ^ trace.low &* 0x9E37_79B9_7F4A_7C15) }

    /// The finaliser of SplitMix64 spreads every input bit over the word.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private func bits(of hash: UInt64) -> some Sequence<Int> {
        let size = UInt64(bytes.count * 8)
        let step = hash >> 32 | 1
        return (0..<UInt64(Self.probes)).lazy.map { Int((hash &+ $0 &* step) % size) }
    }
}
