/// Reads what ``ByteWriter`` wrote; any damage is an error, never a crash.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var index: Int

    init(_ bytes: [UInt8], from index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    @inline(__always)
    mutating func number() throws(StorageError) -> UInt64 {
        if index < bytes.count, bytes[index] < 0x80 {
            index += 1
            return UInt64(bytes[index - 1])
        }
        return try longNumber()
    }

    /// The next `count` numbers: a whole column, far quicker than one by one.
    mutating func numbers(_ count: Int) throws(StorageError) -> [UInt64] {
        var place = index
        let numbers = [UInt64](unsafeUninitializedCapacity: count) { output, used in
            bytes.withUnsafeBufferPointer { bytes in
                while used < count, place < bytes.count {
                    var value = UInt64(bytes[place])
                    place += 1
                    if value >= 0x80 {
                        value &= 0x7F
                        var shift: UInt64 = 7
                        while place < bytes.count, shift < 64 {
                            let byte = bytes[place]
                            place += 1
                            value |= UInt64(byte & 0x7F) << shift
                            if byte < 0x80 { break }
                            shift += 7
                        }
                    }
                    output[used] = value
                    used += 1
                }
            }
        }
        guard numbers.count == count else { throw Self.damaged }
        index = place
        return numbers
    }

    /// The same for numbers that count or index something, at most `limit`.
    mutating func counts(_ count: Int, upTo limit: Int) throws(StorageError) -> [Int32] {
        let numbers = try numbers(count)
        guard limit >= 0, numbers.allSatisfy({ $0 <= UInt64(limit) }) else { throw Self.damaged }
        return numbers.map { Int32(truncatingIfNeeded: $0) }
    }

    private mutating func longNumber() throws(StorageError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while index < bytes.count, shift < 64 {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Self.damaged
    }

    /// A number that counts or indexes something, at most `limit`.
    mutating func count(upTo limit: Int) throws(StorageError) -> Int {
        let value = try number()
        guard limit >= 0, value <= UInt64(limit) else { throw Self.damaged }
        return Int(value)
    }

    mutating func signed() throws(StorageError) -> Int64 { Self.signed(try number()) }

    static func signed(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

    mutating func byte() throws(StorageError) -> UInt8 {
        guard index < bytes.count else { throw Self.damaged }
        index += 1
        return bytes[index - 1]
    }

    mutating func fixed() throws(StorageError) -> UInt64 {
        guard bytes.count - index >= 8 else { throw Self.damaged }
        defer { index += 8 }
        return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: UInt64.self)) }
    }

    mutating func text() throws(StorageError) -> String { String(decoding: try block(), as: UTF8.self) }

    mutating func block() throws(StorageError) -> ArraySlice<UInt8> { try raw(try count(upTo: bytes.count)) }

    mutating func raw(_ count: Int) throws(StorageError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - index else { throw Self.damaged }
        defer { index += count }
        return bytes[index..<index + count]
    }

    /// Passes over bytes that are not needed.
    mutating func skip(_ count: Int) throws(StorageError) {
        guard count >= 0, count <= bytes.count - index else { throw Self.damaged }
        index += count
    }

    static let damaged = StorageError("a segment of the log is damaged")
}
