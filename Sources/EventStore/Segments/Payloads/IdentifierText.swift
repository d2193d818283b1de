/// Identifiers as text: lower-case hexadecimal of 16, 32 or 64 digits, and UUIDs.
enum IdentifierText {
    /// The words of a text that is `mode`'s canonical form; nil where it is not.
    @inline(__always)
    static func words(_ text: UnsafeBufferPointer<UInt8>, _ mode: PayloadColumnMode) -> (UInt64, UInt64)? {
        switch mode {
        case .word: return word(text, 0).map { ($0, 0) }
        case .wordPair:
            guard let high = word(text, 0), let low = word(text, 16) else { return nil }
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
                guard let word = word(text, index * 16) else { return false }
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
    private static func word(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt64? {
        let bytes = UnsafeRawBufferPointer(text)
        return word(load(bytes, start), load(bytes, start + 8))
    }

    private static func uuid(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
        let hyphen = UInt8(ascii: "-")
        let bytes = UnsafeRawBufferPointer(text)
        guard text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen,
            let high = word(load(bytes, 0), load(bytes, 9, 14)), let low = word(load(bytes, 19, 24), load(bytes, 28))
        else { return nil }
        return (high, low)
    }

    /// Eight bytes, the first in the highest.
    @inline(__always)
    private static func load(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }

    /// Four bytes and four others.
    @inline(__always)
    private static func load(_ bytes: UnsafeRawBufferPointer, _ first: Int, _ second: Int) -> UInt64 {
        load(bytes, first) & 0xFFFF_FFFF_0000_0000 | load(bytes, second - 4) & 0xFFFF_FFFF
    }

    @inline(__always)
    private static func word(_ first: UInt64, _ second: UInt64) -> UInt64? {
        let (high, low) = (value(first), value(second))
        // What is not the text of its value is no identifier.
        guard digits(high) == first, digits(low) == second else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }

    /// What eight hexadecimal digits stand for, all at once; of other bytes anything.
    @inline(__always)
    private static func value(_ digits: UInt64) -> UInt32 {
        let isLetter = (digits >> 6) & 0x0101_0101_0101_0101
        var value = (digits & 0x0F0F_0F0F_0F0F_0F0F) &+ isLetter &* 9
        value = (value | value >> 4) & 0x00FF_00FF_00FF_00FF
        value = (value | value >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: value | value >> 16)
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
