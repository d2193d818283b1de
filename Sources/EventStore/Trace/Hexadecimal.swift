/// Sixteen hexadecimal digits and the number they stand for.
enum Hexadecimal {
    static func text(_ value: UInt64) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                buffer[index] = digits.utf8Start[Int(value >> UInt64(60 - 4 * index) & 15)]
            }
            return 16
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
