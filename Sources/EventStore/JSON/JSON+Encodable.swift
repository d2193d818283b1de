extension JSON {
    /// The value of any `Encodable`, its keys in the order they are encoded, nil properties left out.
    ///
    /// Foundation's `JSONEncoder` costs several times as much and cannot keep the order; this one is what
    /// events are written with.
    public init(encoding value: some Encodable) throws {
        if let json = value as? JSON {
            self = json
        } else {
            let encoder = JSONValueEncoder(codingPath: [])
            try value.encode(to: encoder)
            self = encoder.node.value
        }
    }
}

extension JSON: Encodable {
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? JSONValueEncoder {
            encoder.node = .leaf(self)
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let items): try container.encode(items)
        case .object(let object):
            try container.encode(Dictionary(uniqueKeysWithValues: object.members.map { ($0.key, $0.value) }))
        }
    }
}

/// A value under construction: containers hand out references, so they are resolved at the end.
private enum JSONNode {
    case leaf(JSON)
    case object(JSONObjectBuilder)
    case array(JSONArrayBuilder)

    var value: JSON {
        switch self {
        case .leaf(let value): value
        case .object(let builder):
            .object(JSONObject(unchecked: builder.members.map { JSONObject.Member(key: $0.key, value: $0.node.value) }))
        case .array(let builder): .array(builder.items.map(\.value))
        }
    }
}

private final class JSONObjectBuilder {
    var members: [(key: String, node: JSONNode)] = []
}

private final class JSONArrayBuilder {
    var items: [JSONNode] = []
}

private final class JSONValueEncoder: Encoder {
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    var node = JSONNode.object(JSONObjectBuilder())

    init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let builder: JSONObjectBuilder
        if case .object(let known) = node { builder = known } else { builder = JSONObjectBuilder() }
        node = .object(builder)
        return KeyedEncodingContainer(JSONKeyedEncoder<Key>(builder: builder, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let builder = JSONArrayBuilder()
        node = .array(builder)
        return JSONUnkeyedEncoder(builder: builder, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleEncoder(encoder: self, codingPath: codingPath)
    }

    static func node<T: Encodable>(of value: T, at path: [any CodingKey]) throws -> JSONNode {
        if let known = known(value) { return .leaf(known) }
        let encoder = JSONValueEncoder(codingPath: path)
        try value.encode(to: encoder)
        return encoder.node
    }

    /// The types that need no encoder of their own; types are compared first, as that costs far less than casts.
    private static func known<T: Encodable>(_ value: T) -> JSON? {
        if T.self == JSON.self { return value as? JSON }
        if T.self == JSONObject.self { return (value as? JSONObject).map(JSON.object) }
        if T.self == String.self { return (value as? String).map(JSON.string) }
        if T.self == Int.self { return (value as? Int).map(JSON.int) }
        if T.self == Double.self { return (value as? Double).map(JSON.double) }
        if T.self == Bool.self { return (value as? Bool).map(JSON.bool) }
        if T.self == Float.self { return (value as? Float).map { JSON.double(Double($0)) } }
        guard let whole = T.self as? any BinaryInteger.Type else { return nil }
        return integer(value, whole)
    }

    private static func integer<I: BinaryInteger>(_ value: some Encodable, _ type: I.Type) -> JSON? {
        (value as? I).map { whole in Int(exactly: whole).map(JSON.int) ?? .double(Double(whole)) }
    }
}

private struct JSONKeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let builder: JSONObjectBuilder
    let codingPath: [any CodingKey]

    private func set(_ node: JSONNode, _ key: Key) { builder.members.append((key.stringValue, node)) }

    mutating func encodeNil(forKey key: Key) { set(.leaf(.null), key) }
    mutating func encode(_ value: String, forKey key: Key) { set(.leaf(.string(value)), key) }
    mutating func encode(_ value: Int, forKey key: Key) { set(.leaf(.int(value)), key) }
    mutating func encode(_ value: Double, forKey key: Key) { set(.leaf(.double(value)), key) }
    mutating func encode(_ value: Bool, forKey key: Key) { set(.leaf(.bool(value)), key) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        set(try JSONValueEncoder.node(of: value, at: codingPath + [key]), key)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        let nested = JSONObjectBuilder()
        set(.object(nested), key)
        return KeyedEncodingContainer(JSONKeyedEncoder<Nested>(builder: nested, codingPath: codingPath + [key]))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = JSONArrayBuilder()
        set(.array(nested), key)
        return JSONUnkeyedEncoder(builder: nested, codingPath: codingPath + [key])
    }

    mutating func superEncoder() -> any Encoder { JSONValueEncoder(codingPath: codingPath) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { JSONValueEncoder(codingPath: codingPath + [key]) }
}

private struct JSONUnkeyedEncoder: UnkeyedEncodingContainer {
    let builder: JSONArrayBuilder
    let codingPath: [any CodingKey]

    var count: Int { builder.items.count }

    mutating func encodeNil() { builder.items.append(.leaf(.null)) }

    mutating func encode(_ value: some Encodable) throws {
        builder.items.append(try JSONValueEncoder.node(of: value, at: codingPath))
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = JSONObjectBuilder()
        builder.items.append(.object(nested))
        return KeyedEncodingContainer(JSONKeyedEncoder<Nested>(builder: nested, codingPath: codingPath))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = JSONArrayBuilder()
        builder.items.append(.array(nested))
        return JSONUnkeyedEncoder(builder: nested, codingPath: codingPath)
    }

    mutating func superEncoder() -> any Encoder { JSONValueEncoder(codingPath: codingPath) }
}

private struct JSONSingleEncoder: SingleValueEncodingContainer {
    let encoder: JSONValueEncoder
    let codingPath: [any CodingKey]

    mutating func encodeNil() { encoder.node = .leaf(.null) }

    mutating func encode(_ value: some Encodable) throws {
        encoder.node = try JSONValueEncoder.node(of: value, at: codingPath)
    }
}
