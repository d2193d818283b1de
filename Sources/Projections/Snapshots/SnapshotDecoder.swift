/// Reads the fields of a value in the order ``SnapshotEncoder`` wrote them.
struct SnapshotDecoder: Decoder {
    let reader: SnapshotReader
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(SnapshotKeyedDecoder(reader: reader))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw SnapshotError.damaged }

    func singleValueContainer() -> any SingleValueDecodingContainer { SnapshotSingleDecoder(reader: reader) }
}

private struct SnapshotSingleDecoder: SingleValueDecodingContainer {
    let reader: SnapshotReader
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try reader.value(type) }
}

private struct SnapshotKeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: SnapshotReader
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try reader.flag() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try reader.text() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { Double(bitPattern: try reader.fixed()) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try reader.value(type) }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional() }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional() }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional() }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try optional() }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional() }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try optional() }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try optional() }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional() }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional() }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try optional() }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try optional() }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try optional() }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try optional() }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try optional() }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? { try optional() }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw SnapshotError.damaged }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw SnapshotError.damaged }
    func superDecoder() -> any Decoder { SnapshotDecoder(reader: reader) }
    func superDecoder(forKey key: Key) -> any Decoder { SnapshotDecoder(reader: reader) }

    private func optional<T: Decodable>() throws -> T? { try reader.flag() ? try reader.value(T.self) : nil }
}
