/// Checks UTF-8 (RFC 3629) as it comes: a fragment with a bad byte is found before the rest of its message is there.
struct UTF8Check: Equatable, Sendable {
    /// Bytes that are still missing of the character under way.
    private var missing = 0
    /// What the next of them may be; only the first has other bounds than the usual.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the text may end here.
    var isComplete: Bool { missing == 0 }

    /// Takes the next bytes; false where they cannot belong to any text.
    mutating func accepts(_ bytes: some Sequence<UInt8>) -> Bool {
        for byte in bytes {
            guard missing > 0 else {
                if byte < 0x80 { continue }
                guard begin(byte) else { return false }
                continue
            }
            guard allowed.contains(byte) else { return false }
            missing -= 1
            allowed = 0x80...0xBF
        }
        return true
    }

    /// The first byte of a character of several: says how many follow, and rules out overlong forms, surrogates and
    /// what lies beyond U+10FFFF.
    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: (missing, allowed) = (1, 0x80...0xBF)
        case 0xE0: (missing, allowed) = (2, 0xA0...0xBF)
        case 0xED: (missing, allowed) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (missing, allowed) = (2, 0x80...0xBF)
        case 0xF0: (missing, allowed) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (missing, allowed) = (3, 0x80...0xBF)
        case 0xF4: (missing, allowed) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
