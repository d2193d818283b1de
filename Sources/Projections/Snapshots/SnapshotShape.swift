/// Learns what a type stores by having it decode itself from samples: the names and types of all fields, in order,
/// down to the last.
///
/// So a change of a field shows in the schema though nobody raised a version.
final class SnapshotShape {
    private(set) var text = ""
    /// The types that are being looked into, each within the one before.
    private var open: [ObjectIdentifier] = []

    func append(_ words: String) { text += words }

    /// Some value of the type, noting what it is made of.
    ///
    /// - Throws: ``SnapshotError`` where the type has no form of its own and decodes itself from itself, as the numbers do
    ///   that nobody stores, or holds values of itself.
    func value<T: Decodable>(_ type: T.Type) throws -> T {
        if let form = type as? any StoredForm.Type { return try cast(try form.describe(to: self)) }
        if let cases = type as? any CaseIterable.Type { return try choice(cases) }
        guard !open.contains(ObjectIdentifier(type)) else { throw SnapshotError("\(type) has no stored form") }
        open.append(ObjectIdentifier(type))
        append("\(type){")
        defer {
            append("}")
            open.removeLast()
        }
        return try T(from: ShapeDecoder(shape: self))
    }

    private func choice<T: Decodable>(_ cases: any CaseIterable.Type) throws -> T {
        let all = Self.all(cases)
        append("(\(all.map(Self.name).joined(separator: "|")))")
        guard let first = all.first else { throw SnapshotError("\(T.self) has no case") }
        return try cast(first)
    }

    private func cast<T>(_ value: Any) throws -> T {
        guard let value = value as? T else { throw SnapshotError("\(T.self) has no sample") }
        return value
    }

    private static func all<T: CaseIterable>(_ type: T.Type) -> [Any] { Array(type.allCases) }

    private static func name(_ value: Any) -> String {
        (value as? any RawRepresentable).map { "\($0.rawValue)" } ?? "\(value)"
    }
}

private struct ShapeDecoder: Decoder {
    let shape: SnapshotShape
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ShapeKeyedDecoder(shape: shape))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SnapshotError("a list of mixed values has no stored form")
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { ShapeSingleDecoder(shape: shape) }
}

private struct ShapeSingleDecoder: SingleValueDecodingContainer {
    let shape: SnapshotShape
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try shape.value(type) }
}

private struct ShapeKeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let shape: SnapshotShape
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool {
        // Asked only by the protocol's own decodeIfPresent.
        shape.append("?")
        return true
    }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        shape.append("\(key.stringValue):")
        defer { shape.append(";") }
        return try shape.value(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw unsupported(key) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw unsupported(key) }
    func superDecoder() -> any Decoder { ShapeDecoder(shape: shape) }
    func superDecoder(forKey key: Key) -> any Decoder { ShapeDecoder(shape: shape) }

    private func unsupported(_ key: Key) -> SnapshotError {
        SnapshotError("'\(key.stringValue)' has no stored form: store it as a struct")
    }
}
