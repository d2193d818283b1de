import HTTPTypes

/// The headers of Streamable HTTP, each name checked once.
enum MCPHeader {
    static let host = HTTPField.Name("host")
    static let version = HTTPField.Name("mcp-protocol-version")
    static let method = HTTPField.Name("mcp-method")
    static let target = HTTPField.Name("mcp-name")
    static let session = HTTPField.Name("mcp-session-id")
    static let lastEvent = HTTPField.Name("last-event-id")
    static let trace = HTTPField.Name("traceparent")
}
