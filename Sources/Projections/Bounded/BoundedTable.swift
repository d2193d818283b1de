/// Values by key, for a bounded number of keys; the rest share one.
struct BoundedTable<Key: Hashable & Codable & Sendable, Value: Codable & Sendable>: Codable, Sendable {
    private struct Entry: Codable {
        let key: Key
        let value: Value
    }

    let limit: Int
    private let other: Key
    private var values: [Key: Value] = [:]

    /// - Parameter other: the key of everything beyond `limit` keys.
    init(limit: Int, other: Key) {
        self.limit = limit
        self.other = other
    }

    mutating func update(_ key: Key, initial: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        let key = values[key] != nil || values.count < limit ? key : other
        change(&values[key, default: initial()])
    }

    /// Keys in the order that `isBefore` says, with their values.
    func ordered(by isBefore: (Key, Key) -> Bool) -> [(key: Key, value: Value)] {
        values.sorted { isBefore($0.key, $1.key) }.map { ($0.key, $0.value) }
    }

    private enum CodingKeys: String, CodingKey { case limit, other, entries }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        limit = try container.decode(Int.self, forKey: .limit)
        other = try container.decode(Key.self, forKey: .other)
        let entries = try container.decode([Entry].self, forKey: .entries)
        values = Dictionary(entries.map { ($0.key, $0.value) }) { _, last in last }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(limit, forKey: .limit)
        try container.encode(other, forKey: .other)
        try container.encode(values.map { Entry(key: $0.key, value: $0.value) }, forKey: .entries)
    }
}
