/// Writes the fields of a value in the order they are declared, without their names.
///
/// The schema that is kept beside a snapshot (``SnapshotSchema``) vouches for the order, so the names need not be stored.
struct SnapshotEncoder: Encoder {
    let writer: SnapshotWriter
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(SnapshotKeyedEncoder(writer: writer))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.fail("a list of mixed values has no stored form: give its type one")
        return SnapshotUnkeyedEncoder(writer: writer)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SnapshotSingleEncoder(writer: writer) }
}

private struct SnapshotSingleEncoder: SingleValueEncodingContainer {
    let writer: SnapshotWriter
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { writer.fail("a bare nil has no stored form") }
    mutating func encode(_ value: some Encodable) throws { try writer.append(value: value) }
}

/// Stands in where nothing can be written; the writer has noted the fault.
private struct SnapshotUnkeyedEncoder: UnkeyedEncodingContainer {
    let writer: SnapshotWriter
    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }

    mutating func encodeNil() {}
    mutating func encode(_ value: some Encodable) throws {}
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        SnapshotEncoder(writer: writer).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    mutating func superEncoder() -> any Encoder { SnapshotEncoder(writer: writer) }
}

private struct SnapshotKeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: SnapshotWriter
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) { writer.fail("'\(key.stringValue)' is a bare nil") }
    mutating func encode(_ value: Bool, forKey key: Key) { writer.append(value) }
    mutating func encode(_ value: String, forKey key: Key) { writer.append(value) }
    mutating func encode(_ value: Double, forKey key: Key) { writer.append(fixed: value.bitPattern) }
    mutating func encode(_ value: Int, forKey key: Key) { writer.append(signed: Int64(value)) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws { try writer.append(value: value) }

    // One for each type: the protocol's own versions leave a nil out, and a place must not be left out here.
    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value) }
    mutating func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try optional(value) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        writer.fail("'\(key.stringValue)' is a case with values: store it as a struct")
        return SnapshotEncoder(writer: writer).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        SnapshotEncoder(writer: writer).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { SnapshotEncoder(writer: writer) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { SnapshotEncoder(writer: writer) }

    private func optional(_ value: (some Encodable)?) throws {
        writer.append(value != nil)
        if let value { try writer.append(value: value) }
    }
}
