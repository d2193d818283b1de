import EventStore
import Tracing

extension SpanAttributes {
    /// As the log keeps attributes, in the order of their names.
    var json: JSONObject {
        var pairs: [(String, JSON)] = []
        forEach { name, attribute in pairs.append((name, attribute.json)) }
        return JSONObject(pairs.sorted { $0.0 < $1.0 })
    }
}

extension SpanAttribute {
    fileprivate var json: JSON {
        switch self {
        case .int32(let value): .int(Int(value))
        case .int64(let value): .int(Int(value))
        case .double(let value): .double(value)
        case .bool(let value): .bool(value)
        case .string(let value): .string(value)
        case .stringConvertible(let value): .string("\(value)")
        case .int32Array(let values): .array(values.map { .int(Int($0)) })
        case .int64Array(let values): .array(values.map { .int(Int($0)) })
        case .doubleArray(let values): .array(values.map(JSON.double))
        case .boolArray(let values): .array(values.map(JSON.bool))
        case .stringArray(let values): .array(values.map(JSON.string))
        case .stringConvertibleArray(let values): .array(values.map { .string("\($0)") })
        default: .null
        }
    }
}
