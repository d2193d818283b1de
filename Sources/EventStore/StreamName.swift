/// The name of a stream, `category-id`, such as `task-mcp_1a2b3c4d`.
///
/// The category is everything before the first hyphen and must not be empty.
public struct StreamName: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public init(_ category: String, _ id: String) { text = "\(category)-\(id)" }

    /// Reads a name as it is written; nil where it has no `category-id` form.
    public init?(_ text: String) {
        guard let hyphen = text.firstIndex(of: "-"), hyphen != text.startIndex,
            text.index(after: hyphen) != text.endIndex
        else { return nil }
        self.text = text
    }

    /// For the log's own reading, where the name was checked when it was written.
    init(stored text: String) { self.text = text }

    public var category: Substring { Substring(text.utf8.prefix { $0 != UInt8(ascii: "-") }) }

    public var id: Substring { Substring(text.utf8.drop { $0 != UInt8(ascii: "-") }.dropFirst()) }

    public var description: String { text }
}

extension StreamName: Codable {
    /// Takes a name that was written as one before.
    public init(from decoder: any Decoder) throws {
        self.init(stored: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
