/// A dictionary that remembers the order in which keys came and holds a bounded number: the oldest gives way.
///
/// Iteration, eviction and equality never depend on hash order, so a fold over it is deterministic.
struct RecentMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    let limit: Int
    private var values: [Key: Value] = [:]
    /// Keys in the order they came; a key removed since leaves a mark that no longer matches `serials`.
    private var order: [(serial: Int, key: Key)] = []
    private var serials: [Key: Int] = [:]
    private var first = 0
    private var nextSerial = 0

    /// - Precondition: `limit` is at least 1.
    init(limit: Int) {
        precondition(limit > 0, "a RecentMap holds at least one entry")
        self.limit = limit
    }

    var count: Int { values.count }

    /// Setting a new key appends it, and drops the oldest where the map is full; an old key keeps its place.
    subscript(key: Key) -> Value? {
        get { values[key] }
        _modify {
            defer { note(key) }
            yield &values[key]
        }
    }

    /// Keys, the oldest first.
    var keys: [Key] { order[first...].compactMap { serials[$0.key] == $0.serial ? $0.key : nil } }

    /// The key that came first of those held.
    var oldest: Key? { order[first...].first { serials[$0.key] == $0.serial }?.key }

    /// Values, the oldest key first.
    var ordered: [Value] { keys.compactMap { values[$0] } }

    func count(where isWanted: (Value) -> Bool) -> Int { values.values.count(where: isWanted) }

    mutating func removeAll() { self = RecentMap(limit: limit) }

    /// Brings order in line with what the caller did to the value of `key`.
    private mutating func note(_ key: Key) {
        switch (values[key] != nil, serials[key] != nil) {
        case (true, false):
            serials[key] = nextSerial
            order.append((nextSerial, key))
            nextSerial += 1
            if values.count > limit { dropOldest() }
        case (false, true):
            serials[key] = nil
            compact()
        default: break
        }
    }

    private mutating func dropOldest() {
        while first < order.count {
            let (serial, key) = order[first]
            first += 1
            if serials[key] == serial {
                values[key] = nil
                serials[key] = nil
                break
            }
        }
        compact()
    }

    /// Forgets marks once they outnumber what is held; the cost spreads over the removals that made them.
    private mutating func compact() {
        guard order.count > 2 * values.count + 64 else { return }
        order = order[first...].filter { serials[$0.key] == $0.serial }
        first = 0
    }
}

extension RecentMap: Codable where Key: Codable, Value: Codable {
    private enum CodingKeys: String, CodingKey { case limit, entries }

    /// A key with its value; in a list, the oldest first.
    private struct Entry: Codable {
        let key: Key
        let value: Value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(limit: max(1, try container.decode(Int.self, forKey: .limit)))
        for entry in try container.decode([Entry].self, forKey: .entries) { self[entry.key] = entry.value }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(limit, forKey: .limit)
        let entries = keys.compactMap { key in values[key].map { Entry(key: key, value: $0) } }
        try container.encode(entries, forKey: .entries)
    }
}
