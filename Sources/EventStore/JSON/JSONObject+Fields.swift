/// Which field of an object is missing or of another type.
struct JSONFieldError: Error, Equatable {
    let key: String
}

extension JSONObject {
    /// A member that must be a string.
    func text(_ key: String) throws(JSONFieldError) -> String {
        guard case .string(let text)? = self[key] else { throw JSONFieldError(key: key) }
        return text
    }

    /// A member that may be left out or null.
    func optionalText(_ key: String) throws(JSONFieldError) -> String? {
        switch self[key] {
        case nil, .null?: nil
        case .string(let text)?: text
        default: throw JSONFieldError(key: key)
        }
    }

    func number(_ key: String) throws(JSONFieldError) -> Double {
        guard let number = self[key]?.number else { throw JSONFieldError(key: key) }
        return number
    }

    func int(_ key: String) throws(JSONFieldError) -> Int {
        guard let number = self[key]?.int else { throw JSONFieldError(key: key) }
        return number
    }

    func optionalInt(_ key: String) throws(JSONFieldError) -> Int? {
        guard let value = self[key], value != .null else { return nil }
        guard let number = value.int else { throw JSONFieldError(key: key) }
        return number
    }

    /// A member that may be left out or null, and must be an object where it is not.
    func optionalObject(_ key: String) throws(JSONFieldError) -> JSONObject? {
        switch self[key] {
        case nil, .null?: nil
        case .object(let object)?: object
        default: throw JSONFieldError(key: key)
        }
    }

    func value(_ key: String) throws(JSONFieldError) -> JSON {
        guard let value = self[key] else { throw JSONFieldError(key: key) }
        return value
    }

    /// A member that names a case.
    func choice<Choice: RawRepresentable<String>>(_ key: String) throws(JSONFieldError) -> Choice {
        guard let choice = Choice(rawValue: try text(key)) else { throw JSONFieldError(key: key) }
        return choice
    }
}

extension JSONObject {
    /// A member that must be a moment in ISO 8601.
    func moment(_ key: String) throws(JSONFieldError) -> Timestamp {
        guard let moment = Timestamp(iso8601: try text(key)) else { throw JSONFieldError(key: key) }
        return moment
    }
}
