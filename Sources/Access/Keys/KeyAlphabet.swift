/// The letters of key ids and checksums: digits and the Latin letters, 62 of them.
enum KeyAlphabet {
    static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    static func contains(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Six letters that hold a CRC-32 of a text, as the end of a key.
    static func checksum(of text: some Sequence<UInt8>) -> String {
        var rest = crc32(text)
        var letters: [UInt8] = []
        for _ in 0..<6 {
            letters.append(Self.letters[Int(rest % 62)])
            rest /= 62
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// The CRC-32 of zlib, PNG and Ethernet.
    private static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = sum >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
        return ~sum
    }

    /// What each byte leaves: a key is checked with every request.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
}
