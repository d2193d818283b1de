/// Identifiers as text: lower-case hexadecimal of 16, 32 or 64 digits, and UUIDs.
enum IdentifierText {
    /// The words of a text that is `mode`'s canonical form; nil where it is not.
    @inline(__always)
    static func words(_ text: UnsafeBufferPointer<UInt8>, _ mode: PayloadColumnMode) -> (UInt64, UInt64)? {
        switch mode {
        case .word: return word(text, 0..<16).map { ($0, 0) }
        case .wordPair:
            guard let high = word(text, 0..<16), let low = word(text, 16..<32) else { return nil }
            return (high, low)
        case .uuid: return uuid(text)
        default: return nil
        }
    }

    /// Appends the words of a text; false where it is not `mode`'s canonical form.
    @inline(__always)
    static func append(
        _ text: UnsafeBufferPointer<UInt8>, _ mode: PayloadColumnMode, to found: inout [UInt64]
    ) -> Bool {
        guard mode == .uuid else {
            for index in 0..<mode.wordCount {
                guard let word = word(text, index * 16..<index * 16 + 16) else { return false }
                found.append(word)
            }
            return true
        }
        guard let (high, low) = uuid(text) else { return false }
        found.append(high)
        found.append(low)
        return true
    }

    /// The only mode a text of this length can have.
    static func mode(forCount count: Int) -> PayloadColumnMode? {
        switch count {
        case 16: .word
        case 32: .wordPair
        case 36: .uuid
        case 64: .wordQuad
        default: nil
        }
    }

    @inline(__always)
    private static func word(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        var isValid = true
        for index in range {
            let byte = text[index]
            let digit = byte &- UInt8(ascii: "0")
            let letter = byte &- UInt8(ascii: "a")
            isValid = isValid && (digit < 10 || letter < 6)
            value = value << 4 | UInt64(digit < 10 ? digit : letter &+ 10)
        }
        return isValid ? value : nil
    }

    private static func uuid(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
        let hyphen = UInt8(ascii: "-")
        guard text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen,
            let first = word(text, 0..<8), let second = word(text, 9..<13), let third = word(text, 14..<18),
            let fourth = word(text, 19..<23), let fifth = word(text, 24..<36)
        else { return nil }
        return (first << 32 | second << 16 | third, fourth << 48 | fifth)
    }

    /// Writes the text of words in a mode; the buffer has room for 36 bytes.
    ///
    /// Gives the count.
    static func write(
        _ high: UInt64, _ low: UInt64, _ mode: PayloadColumnMode, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let bytes = UnsafeMutableRawPointer(output)
        let first = digits(UInt32(truncatingIfNeeded: high >> 32))
        let second = digits(UInt32(truncatingIfNeeded: high))
        guard mode != .uuid else { return writeUUID(first, second, low, to: bytes) }
        store(first, at: 0, of: bytes)
        store(second, at: 8, of: bytes)
        guard mode == .wordPair else { return 16 }
        store(digits(UInt32(truncatingIfNeeded: low >> 32)), at: 16, of: bytes)
        store(digits(UInt32(truncatingIfNeeded: low)), at: 24, of: bytes)
        return 32
    }

    private static func writeUUID(
        _ first: UInt64, _ second: UInt64, _ low: UInt64, to bytes: UnsafeMutableRawPointer
    ) -> Int {
        let third = digits(UInt32(truncatingIfNeeded: low >> 32))
        store(first, at: 0, of: bytes)
        store(UInt32(truncatingIfNeeded: second >> 32), at: 9, of: bytes)
        store(UInt32(truncatingIfNeeded: second), at: 14, of: bytes)
        store(UInt32(truncatingIfNeeded: third >> 32), at: 19, of: bytes)
        store(UInt32(truncatingIfNeeded: third), at: 24, of: bytes)
        store(digits(UInt32(truncatingIfNeeded: low)), at: 28, of: bytes)
        let hyphen = UInt8(ascii: "-")
        bytes.storeBytes(of: hyphen, toByteOffset: 8, as: UInt8.self)
        bytes.storeBytes(of: hyphen, toByteOffset: 13, as: UInt8.self)
        bytes.storeBytes(of: hyphen, toByteOffset: 18, as: UInt8.self)
        bytes.storeBytes(of: hyphen, toByteOffset: 23, as: UInt8.self)
        return 36
    }

    @inline(__always)
    private static func store(_ digits: some FixedWidthInteger, at offset: Int, of bytes: UnsafeMutableRawPointer) {
        bytes.storeBytes(of: digits.bigEndian, toByteOffset: offset, as: type(of: digits))
    }

    /// Eight hexadecimal digits, the most significant in the highest byte: all at once, a nibble a byte.
    @inline(__always)
    static func digits(_ value: UInt32) -> UInt64 {
        var spread = UInt64(value)
        spread = (spread << 16 | spread) & 0x0000_FFFF_0000_FFFF
        spread = (spread << 8 | spread) & 0x00FF_00FF_00FF_00FF
        spread = (spread << 4 | spread) & 0x0F0F_0F0F_0F0F_0F0F
        let isLetter = ((spread &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        // From "0" on, and for ten and more over to "a".
        return spread &+ 0x3030_3030_3030_3030 &+ isLetter &* 0x27
    }
}
