/// The name of a kind of event in the log, past tense after its family: `tool.completed`.
public struct EventType: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let name: String

    public init(_ name: String) { self.name = name }

    public init(stringLiteral name: String) { self.name = name }

    public var description: String { name }
}

/// A pattern over event types: letters stand for themselves, `*` for any run of characters.
public struct TypePattern: Hashable, Sendable, CustomStringConvertible {
    public let glob: String

    private let isPlain: Bool

    public init(_ glob: String) {
        self.glob = glob
        isPlain = !glob.utf8.contains(UInt8(ascii: "*"))
    }

    public func matches(_ type: EventType) -> Bool {
        isPlain ? type.name == glob : Self.match(Array(glob.utf8)[...], Array(type.name.utf8)[...])
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
