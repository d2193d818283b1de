/// The metadata by which a client finds out where to get a token (RFC 9728).
public struct ProtectedResource: Equatable, Sendable {
    /// The service's canonical URI, as its users type it: the audience of its tokens.
    public let resource: String
    public let authorizationServers: [String]
    public let scopes: [String]

    public init(resource: String, authorizationServers: [String], scopes: [String]) {
        self.resource = resource
        self.authorizationServers = authorizationServers
        self.scopes = scopes
    }

    /// Where it is served: the form with the path is asked for first.
    public static let paths = ["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"]

    public var json: String {
        #"{"resource":\#(StrictJSON.quoted(resource)),"authorization_servers":\#(Self.list(authorizationServers)),"#
            + #""scopes_supported":\#(Self.list(scopes)),"bearer_methods_supported":["header"]}"#
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(StrictJSON.quoted).joined(separator: ",") + "]"
    }
}
