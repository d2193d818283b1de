/// Reads what ``ByteWriter`` wrote; any damage is an error, never a crash.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var index: Int

    init(_ bytes: [UInt8], from index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    mutating func number() throws(StorageError) -> UInt64 {
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

    mutating func signed() throws(StorageError) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func fixed() throws(StorageError) -> UInt64 {
        try raw(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func text() throws(StorageError) -> String { String(decoding: try block(), as: UTF8.self) }

    mutating func block() throws(StorageError) -> ArraySlice<UInt8> { try raw(try count(upTo: bytes.count)) }

    mutating func raw(_ count: Int) throws(StorageError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - index else { throw Self.damaged }
        defer { index += count }
        return bytes[index..<index + count]
    }

    static let damaged = StorageError("a segment of the log is damaged")
}
