import EventStore

extension JSON {
    /// The value with the keys of every object in order: equal values have equal texts.
    var canonical: JSON {
        switch self {
        case .object(let object):
            let members = object.members.sorted { $0.key < $1.key }
            return .object(JSONObject(members.map { ($0.key, $0.value.canonical) }))
        case .array(let items): return .array(items.map(\.canonical))
        // 5.0 and 5 are one number.
        default: return int.map(JSON.int) ?? self
        }
    }
}
