/// The keys of `_meta` and of extensions, built from one prefix: a misspelt one reads as another era.
enum MetaKey {
    private static let prefix = "io.modelcontextprotocol/"

    static let protocolVersion = prefix + "protocolVersion"
    static let clientCapabilities = prefix + "clientCapabilities"
    static let clientInfo = prefix + "clientInfo"
    static let serverInfo = prefix + "serverInfo"

    // Unprefixed by the specification.
    static let progressToken = "progressToken"
    static let traceparent = "traceparent"
}
