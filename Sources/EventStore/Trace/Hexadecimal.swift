/// Sixteen hexadecimal digits and the number they stand for.
enum Hexadecimal {
    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            buffer.baseAddress.map { IdentifierText.write(value, 0, .word, to: $0) } ?? 0
        }
    }

    /// Nil where a character is not a hexadecimal digit, or there are more than sixteen.
    static func value(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.count <= 16 else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
            switch byte {
            case 48...57: value = value << 4 | UInt64(byte - 48)
            case 97...102: value = value << 4 | UInt64(byte - 87)
            case 65...70: value = value << 4 | UInt64(byte - 55)
            default: return nil
            }
        }
        return value
    }
}
