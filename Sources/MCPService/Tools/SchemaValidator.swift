public import EventStore

/// Where a value breaks its schema: the field, what is wrong, and what would be right.
public struct SchemaViolation: Equatable, Sendable, CustomStringConvertible {
    /// A path such as `subjects[2]`; `arguments` for the whole.
    public let field: String
    public let problem: String

    public var description: String { "'\(field)' \(problem)" }
}

/// All of a value's violations.
public struct SchemaViolations: Error, Equatable, Sendable {
    public let list: [SchemaViolation]
}

/// Checks values against the subset of JSON Schema 2020-12 that the tools' own schemas use: type, properties, required,
/// additionalProperties false, enum, minimum, maximum, minLength, maxLength, minItems, maxItems, items, default.
///
/// Its verdicts are compared with Python's `jsonschema` in the tests.
public struct SchemaValidator: Sendable {
    private let schema: JSON

    public init(schema: JSON) { self.schema = schema }

    /// The value with the defaults of missing properties filled in, or what is wrong with it.
    public func validated(_ value: JSON) -> Result<JSON, SchemaViolations> {
        var violations: [SchemaViolation] = []
        let filled = check(value, schema, at: "", &violations)
        return violations.isEmpty ? .success(filled) : .failure(SchemaViolations(list: violations))
    }

    private func check(_ value: JSON, _ schema: JSON, at path: String, _ found: inout [SchemaViolation]) -> JSON {
        func violation(_ problem: String) {
            found.append(SchemaViolation(field: path.isEmpty ? "arguments" : path, problem: problem))
        }
        guard let type = schema["type"]?.string, Self.value(value, is: type) else {
            violation("must be \(Self.article(schema["type"]?.string ?? "value")), not \(value.typeName)")
            return value
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(value) {
            violation("must be one of \(allowed.map(\.text).joined(separator: ", ")), not \(value.text)")
        }
        switch value {
        case .string(let text): Self.checkLength(text, schema, violation)
        case .int, .double: Self.checkRange(value, schema, violation)
        case .array(let items):
            Self.checkCount(items.count, schema, violation)
            guard let item = schema["items"] else { return value }
            return .array(items.enumerated().map { check($1, item, at: "\(path)[\($0)]", &found) })
        case .object(let object): return .object(checkObject(object, schema, at: path, &found))
        default: break
        }
        return value
    }

    private func checkObject(
        _ object: JSONObject, _ schema: JSON, at path: String, _ found: inout [SchemaViolation]
    ) -> JSONObject {
        let properties = schema["properties"]?.object ?? [:]
        let prefix = path.isEmpty ? "" : path + "."
        var filled: JSONObject = [:]
        filled.reserveCapacity(max(properties.count, object.count))
        for member in properties.members {
            if let value = object[member.key] {
                filled[member.key] = check(value, member.value, at: prefix + member.key, &found)
            } else if let standard = member.value["default"] {
                filled[member.key] = standard
            }
        }
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil {
            found.append(SchemaViolation(field: prefix + name, problem: "is required"))
        }
        for member in object.members where properties[member.key] == nil {
            if schema["additionalProperties"] == false {
                found.append(Self.unknown(member.key, prefix, among: properties.keys))
            } else {
                filled[member.key] = member.value
            }
        }
        return filled
    }

    private static func unknown(_ key: String, _ prefix: String, among known: [String]) -> SchemaViolation {
        let problem = "is not a parameter; there are \(known.joined(separator: ", "))"
        return SchemaViolation(field: prefix + String(key.prefix(64)), problem: problem)
    }

    private static func value(_ value: JSON, is type: String) -> Bool {
        switch type {
        case "integer": value.int != nil
        case "number": value.number != nil
        default: value.typeName == type
        }
    }

    private static func article(_ type: String) -> String {
        type == "integer" || type == "array" || type == "object" ? "an \(type)" : "a \(type)"
    }

    private static func checkLength(_ text: String, _ schema: JSON, _ violation: (String) -> Void) {
        // JSON Schema counts characters as code points.
        let length = text.unicodeScalars.count
        let least = schema["minLength"]?.int ?? 0
        let most = schema["maxLength"]?.int ?? .max
        if length < least { violation("must have at least \(least) character\(least == 1 ? "" : "s")") }
        if length > most { violation("must have at most \(most) characters, not \(length)") }
    }

    private static func checkRange(_ value: JSON, _ schema: JSON, _ violation: (String) -> Void) {
        guard let number = value.number else { return }
        let low = schema["minimum"]
        let high = schema["maximum"]
        guard number < low?.number ?? -.infinity || number > high?.number ?? .infinity else { return }
        switch (low, high) {
        case (let low?, let high?): violation("must lie between \(low.text) and \(high.text), not be \(value.text)")
        case (let low?, nil): violation("must be at least \(low.text), not \(value.text)")
        default: violation("must be at most \(high?.text ?? ""), not \(value.text)")
        }
    }

    private static func checkCount(_ count: Int, _ schema: JSON, _ violation: (String) -> Void) {
        let least = schema["minItems"]?.int ?? 0
        let most = schema["maxItems"]?.int ?? .max
        guard count < least || count > most else { return }
        violation("must have \(least) to \(most == .max ? "any number of" : String(most)) items, not \(count)")
    }
}
