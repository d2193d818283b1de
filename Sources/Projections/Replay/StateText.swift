import EventStore

/// Any value as JSON, for people who debug: properties by name, dictionaries and sets in the order of their keys.
///
/// By reflection, so that a read model shows all it keeps without a line of code in it. Nothing reads it back.
struct StateText {
    /// Levels shown; what lies deeper is left out.
    private static let depthLimit = 24

    static func json(_ value: Any, depth: Int = 0) -> JSON {
        guard depth < depthLimit else { return "…" }
        switch value {
        case let value as JSON: return value
        case let value as JSONObject: return .object(value)
        case let value as Timestamp: return .string(value.iso8601)
        case let value as Position: return .int(Int(value.value))
        case let value as String: return .string(value)
        case let value as Bool: return .bool(value)
        case let value as Double: return value.isFinite ? .double(value) : .string("\(value)")
        case let value as any BinaryInteger: return Int(exactly: value).map(JSON.int) ?? .string("\(value)")
        case let value as TraceID: return .string(value.hex)
        case let value as SpanID: return .string(value.hex)
        case let value as EventType: return .string(value.name)
        case let value as StreamName: return .string(value.text)
        case let value as any RawRepresentable: return json(value.rawValue, depth: depth + 1)
        default: return reflected(Mirror(reflecting: value), value, depth + 1)
        }
    }

    private static func reflected(_ mirror: Mirror, _ value: Any, _ depth: Int) -> JSON {
        let children = Array(mirror.children)
        switch mirror.displayStyle {
        case .optional: return children.first.map { json($0.value, depth: depth) } ?? .null
        case .collection: return .array(children.map { json($0.value, depth: depth) })
        case .set: return .array(children.map { json($0.value, depth: depth) }.sorted { $0.text < $1.text })
        case .dictionary: return .object(dictionary(children, depth))
        case .enum where children.isEmpty: return .string("\(value)")
        case .tuple, .struct, .class, .enum:
            return .object(
                JSONObject(
                    children.enumerated().map { ($1.label ?? "\($0)", json($1.value, depth: depth)) }))
        default: return .string("\(value)")
        }
    }

    private static func dictionary(_ pairs: [Mirror.Child], _ depth: Int) -> JSONObject {
        let members = pairs.map { pair -> (String, JSON) in
            let parts = Array(Mirror(reflecting: pair.value).children)
            let key = json(parts[0].value, depth: depth)
            return (key.string ?? key.text, json(parts[1].value, depth: depth))
        }
        return JSONObject(members.sorted { $0.0 < $1.0 })
    }
}
