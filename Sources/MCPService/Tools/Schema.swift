import EventStore

/// Short forms for the JSON Schemas of the tools, always flat objects.
enum Schema {
    static func object(_ properties: [(String, JSON)], required: [String] = []) -> JSONObject {
        [
            "type": "object", "properties": .object(JSONObject(properties)),
            "required": .array(required.map(JSON.string)), "additionalProperties": false,
        ]
    }

    /// A result's schema: results may gain fields, so more are allowed.
    static func result(_ properties: [(String, JSON)], required: [String]) -> JSONObject {
        [
            "type": "object", "properties": .object(JSONObject(properties)),
            "required": .array(required.map(JSON.string)),
        ]
    }

    static func string(
        _ description: String, least: Int? = nil, most: Int? = nil, options: [String]? = nil, standard: String? = nil
    ) -> JSON {
        var schema: JSONObject = ["type": "string", "description": .string(description)]
        if let least { schema["minLength"] = .int(least) }
        if let most { schema["maxLength"] = .int(most) }
        if let options { schema["enum"] = .array(options.map(JSON.string)) }
        if let standard { schema["default"] = .string(standard) }
        return .object(schema)
    }

    static func integer(_ description: String, _ range: ClosedRange<Int>? = nil, standard: Int? = nil) -> JSON {
        var schema: JSONObject = ["type": "integer", "description": .string(description)]
        if let range {
            schema["minimum"] = .int(range.lowerBound)
            schema["maximum"] = .int(range.upperBound)
        }
        if let standard { schema["default"] = .int(standard) }
        return .object(schema)
    }

    static func number(_ description: String, _ range: ClosedRange<Double>? = nil, standard: Double? = nil) -> JSON {
        var schema: JSONObject = ["type": "number", "description": .string(description)]
        if let range {
            schema["minimum"] = .double(range.lowerBound)
            schema["maximum"] = .double(range.upperBound)
        }
        if let standard { schema["default"] = .double(standard) }
        return .object(schema)
    }

    static func boolean(_ description: String, standard: Bool? = nil) -> JSON {
        var schema: JSONObject = ["type": "boolean", "description": .string(description)]
        if let standard { schema["default"] = .bool(standard) }
        return .object(schema)
    }

    static func strings(_ description: String, least: Int? = nil, most: Int? = nil, item: JSON? = nil) -> JSON {
        var schema: JSONObject = [
            "type": "array", "description": .string(description), "items": item ?? ["type": "string"],
        ]
        if let least { schema["minItems"] = .int(least) }
        if let most { schema["maxItems"] = .int(most) }
        return .object(schema)
    }

    static func object(_ description: String, standard: JSON? = nil) -> JSON {
        var schema: JSONObject = ["type": "object", "description": .string(description)]
        if let standard { schema["default"] = standard }
        return .object(schema)
    }
}
