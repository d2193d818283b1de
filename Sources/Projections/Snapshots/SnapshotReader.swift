/// Reads what ``SnapshotWriter`` wrote; any damage is an error, never a crash.
final class SnapshotReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    func number() throws(SnapshotError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while index < bytes.endIndex, shift < 64 {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .damaged
    }

    func signed() throws(SnapshotError) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    func fixed() throws(SnapshotError) -> UInt64 { try raw(8).reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    func text() throws(SnapshotError) -> String { String(decoding: try block(), as: UTF8.self) }

    func flag() throws(SnapshotError) -> Bool { try raw(1).first == 1 }

    func block() throws(SnapshotError) -> ArraySlice<UInt8> { try raw(try count()) }

    /// How many things follow: never more than there are bytes, so damage cannot ask for all the memory there is.
    func count() throws(SnapshotError) -> Int {
        let value = try number()
        guard value <= UInt64(bytes.endIndex - index) else { throw .damaged }
        return Int(value)
    }

    /// A value in its stored form where it has one, else field by field.
    func value<T: Decodable>(_ type: T.Type) throws -> T {
        if let form = type as? any StoredForm.Type {
            guard let value = try form.restore(from: self) as? T else { throw SnapshotError.damaged }
            return value
        }
        return try T(from: SnapshotDecoder(reader: self))
    }

    private func raw(_ count: Int) throws(SnapshotError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - index else { throw .damaged }
        defer { index += count }
        return bytes[index..<index + count]
    }
}
