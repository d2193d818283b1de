/// An event that puts its object together by hand, so that members with their default value are left out, and labels
/// always come in the same order.
public protocol ObjectEvent: Event {
    /// The stored shape.
    var object: JSONObject { get }
}

extension ObjectEvent {
    public init(from decoder: any Decoder) throws { self = try Self.read(try JSONObject(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try object.encode(to: encoder) }
    public func write(to writer: inout JSONObjectWriter) { writer.add(object) }
}

extension JSONObject {
    /// Labels and the like, sorted by name.
    init(_ texts: [String: String]) {
        self.init(texts.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) })
    }

    /// A member that may be left out, and must be an object of strings where it is not.
    func texts(_ key: String) throws(JSONFieldError) -> [String: String] {
        guard let value = self[key], value != .null else { return [:] }
        guard let object = value.object else { throw JSONFieldError(key: key) }
        var texts: [String: String] = [:]
        for member in object.members {
            guard let text = member.value.string else { throw JSONFieldError(key: key) }
            texts[member.key] = text
        }
        return texts
    }

    /// A member that may be left out, and must be a list of strings where it is not.
    func list(_ key: String) throws(JSONFieldError) -> [String] {
        guard let value = self[key], value != .null else { return [] }
        guard let items = value.array else { throw JSONFieldError(key: key) }
        var list: [String] = []
        for item in items {
            guard let text = item.string else { throw JSONFieldError(key: key) }
            list.append(text)
        }
        return list
    }

    /// A member that may be left out, and must be a list of positions where it is not.
    func positions(_ key: String) throws(JSONFieldError) -> [Position] {
        guard let value = self[key], value != .null else { return [] }
        guard let items = value.array else { throw JSONFieldError(key: key) }
        var list: [Position] = []
        for item in items {
            guard let number = item.int, number >= 0 else { throw JSONFieldError(key: key) }
            list.append(Position(UInt64(number)))
        }
        return list
    }

    func optionalNumber(_ key: String) throws(JSONFieldError) -> Double? {
        guard let value = self[key], value != .null else { return nil }
        guard let number = value.number else { throw JSONFieldError(key: key) }
        return number
    }

    func flag(_ key: String) throws(JSONFieldError) -> Bool {
        guard let flag = self[key]?.bool else { throw JSONFieldError(key: key) }
        return flag
    }

    /// Sets a member unless its value is empty, zero or nil.
    mutating func put(_ key: String, _ text: String?) {
        if let text, !text.isEmpty { self[key] = .string(text) }
    }

    mutating func put(_ key: String, _ number: Double?) {
        if let number, number != 0 { self[key] = .double(number) }
    }

    mutating func put(_ key: String, _ texts: [String: String]) {
        if !texts.isEmpty { self[key] = .object(JSONObject(texts)) }
    }

    mutating func put(_ key: String, _ list: [String]) {
        if !list.isEmpty { self[key] = .array(list.map(JSON.string)) }
    }

    mutating func put(_ key: String, _ positions: [Position]) {
        if !positions.isEmpty { self[key] = .array(positions.map { .int(Int($0.value)) }) }
    }
}
