/// Who asks: the one to whom tasks, events and limits belong.
public struct Principal: Hashable, Sendable {
    /// How they proved it.
    public enum Credential: Hashable, Sendable {
        /// Whoever may start programs on this machine, or reaches an open loopback address.
        case local
        case apiKey(id: String)
        /// A key of the `[app.mcp_api_keys]` table.
        case publishedKey
        case token(id: String)
        /// HMAC v1 of the reference API.
        case clientSignature
        /// RFC 9421.
        case messageSignature(key: String)
    }

    /// Unique over all ways to come in: subjects of another issuer carry its name, `issuer/subject`.
    public let id: String
    public let role: String
    /// Permissions they are limited to, of those the role has; nil for all of them.
    public let scopes: [PermissionPattern]?
    public let credential: Credential
    /// Nanoseconds since 1970, after which a connection that they opened is closed; nil for never.
    public let expires: Int64?

    public init(
        id: String, role: String, scopes: [PermissionPattern]? = nil, credential: Credential, expires: Int64? = nil
    ) {
        self.id = id
        self.role = role
        self.scopes = scopes
        self.credential = credential
        self.expires = expires
    }

    /// Whoever uses this machine: may do everything.
    public static let local = Principal(id: localID, role: PublishedRoles.admin.name, credential: .local)
    static let localID = "local"

    /// Bytes of a name at most.
    public static let nameLimit = 128

    /// Why a text cannot name a principal of this service; nil where it can.
    public static func fault(inName name: String) -> String? {
        if name.isEmpty || name.utf8.count > nameLimit { return "has \(name.utf8.count) bytes, allowed are 1 to 128" }
        if name == localID { return "is reserved for callers that need no credential" }
        if name.contains("/") { return "has a '/', which stands between an issuer and its subject" }
        let isPrintable = name.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return isPrintable ? nil : "has characters that cannot be seen"
    }
}
