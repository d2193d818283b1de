import TestKit

/// Changes messages at random: which changes depends on the seed alone.
struct Mutator {
    private var random: SplitMix64
    /// Real messages, to begin with and to take pieces of.
    private let seeds: [[UInt8]]
    /// Pieces that parsers trip over.
    private let pieces: [[UInt8]]

    /// Bytes of a message at most.
    static let sizeLimit = 64 << 10

    init(seed: UInt64, seeds: [[UInt8]], pieces: [[UInt8]]) {
        random = SplitMix64(seed: seed)
        self.seeds = seeds
        self.pieces = pieces + Self.common
    }

    private static let common: [[UInt8]] = {
        let texts = [
            "", "\0", "\u{FEFF}", "\u{202E}", "é", "😀", "\r\n", "\n\n", "%00", "../", "null", "true", "-0", "1e999",
            "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "0.1", "[", "]", "{", "}", "\"",
            "\\", "\\u0000", "\\ud800", ":", ",", ";", "=", ".", "..",
        ]
        let bytes: [[UInt8]] = [[0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
        return texts.map { Array($0.utf8) } + bytes
    }()

    /// One message: a seed, changed a few times.
    mutating func next() -> [UInt8] {
        var bytes = seeds[index(seeds.count)]
        // Now and then a message as it is: what is right must stay right.
        guard index(50) > 0 else { return bytes }
        for _ in 0...index(6) { change(&bytes) }
        return Array(bytes.prefix(Self.sizeLimit))
    }

    /// Where to cut a message, for what comes in parts.
    mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let place = index(bytes.count + 1)
        return [bytes[..<place], bytes[place...]]
    }

    private mutating func index(_ count: Int) -> Int { count < 2 ? 0 : Int.random(in: 0..<count, using: &random) }

    /// A range that lies within the bytes; short ones more often than long ones.
    private mutating func range(_ count: Int) -> Range<Int> {
        let start = index(count)
        let length = index(2) == 0 ? index(8) : index(count - start)
        return start..<min(count, start + length)
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes = pieces[index(pieces.count)] }
        switch index(9) {
        case 0: bytes[index(bytes.count)] ^= 1 << UInt8(index(8))
        case 1: bytes[index(bytes.count)] = UInt8(truncatingIfNeeded: index(256))
        case 2: bytes.removeSubrange(range(bytes.count))
        case 3: bytes.insert(contentsOf: pieces[index(pieces.count)], at: index(bytes.count + 1))
        case 4: bytes.replaceSubrange(range(bytes.count), with: pieces[index(pieces.count)])
        case 5: repeatPart(of: &bytes)
        case 6: splice(&bytes)
        case 7: bytes.removeLast(index(bytes.count))
        default: swapParts(of: &bytes)
        }
    }

    /// The same again and again, up to deep nesting.
    private mutating func repeatPart(of bytes: inout [UInt8]) {
        let part = Array(bytes[range(bytes.count)].prefix(64))
        let times = index(4) == 0 ? index(5000) : index(6)
        guard !part.isEmpty else { return }
        let room = (Self.sizeLimit - bytes.count) / part.count
        bytes.insert(
            contentsOf: repeatElement(part, count: max(0, min(times, room))).joined(), at: index(bytes.count + 1))
    }

    private mutating func splice(_ bytes: inout [UInt8]) {
        let other = seeds[index(seeds.count)]
        guard !other.isEmpty else { return }
        bytes.replaceSubrange(range(bytes.count), with: other[range(other.count)])
    }

    private mutating func swapParts(of bytes: inout [UInt8]) {
        let (first, second) = (range(bytes.count), range(bytes.count))
        guard first.upperBound <= second.lowerBound else { return }
        let (a, b) = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: a)
        bytes.replaceSubrange(first, with: b)
    }
}
