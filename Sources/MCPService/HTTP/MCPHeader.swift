import HTTPTypes

/// The headers of Streamable HTTP, each name checked once.
enum MCPHeader {
    static let version = HTTPField.Name("mcp-protocol-version")
    static let method = HTTPField.Name("mcp-method")
    static let target = HTTPField.Name("mcp-name")
    static let session = HTTPField.Name("mcp-session-id")
    static let trace = HTTPField.Name("traceparent")
}

extension HTTPFields {
    /// All values of a header; none of a name that is none.
    func values(of name: HTTPField.Name?) -> [String] { name.map { self[values: $0] } ?? [] }

    /// The first value of a header.
    func value(of name: HTTPField.Name?) -> String? { name.flatMap { self[$0] } }
}
