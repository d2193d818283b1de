/// The name of a kind of event in the log, past tense after its family: `tool.completed`.
public struct EventType: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let name: String

    public init(_ name: String) { self.name = name }

    public init(stringLiteral name: String) { self.name = name }

    public var description: String { name }
}

extension EventType: Codable {
    public init(from decoder: any Decoder) throws {
        name = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

/// A pattern over event types: letters stand for themselves, `*` for any run of characters.
public struct TypePattern: Hashable, Sendable, CustomStringConvertible {
    public let glob: String

    /// What makes matching cheap: most patterns are a name or a family such as `alert.*`.
    private enum Form { case name, prefix, any }
    private let form: Form

    public init(_ glob: String) {
        self.glob = glob
        switch glob.utf8.firstIndex(of: UInt8(ascii: "*")) {
        case nil: form = .name
        case let star?: form = glob.utf8.index(after: star) == glob.utf8.endIndex ? .prefix : .any
        }
    }

    public func matches(_ type: EventType) -> Bool {
        switch form {
        case .name: type.name == glob
        case .prefix: type.name.utf8.starts(with: glob.utf8.dropLast())
        case .any: Self.match(Array(glob.utf8)[...], Array(type.name.utf8)[...])
        }
    }

    public var description: String { glob }

    private static func match(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == UInt8(ascii: "*") {
            let rest = pattern.dropFirst()
            return (text.startIndex...text.endIndex).contains { match(rest, text[$0...]) }
        }
        return text.first == first && match(pattern.dropFirst(), text.dropFirst())
    }
}
