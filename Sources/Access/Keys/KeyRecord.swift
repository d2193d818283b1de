/// What is known of an API key: everything but the key.
public struct KeyRecord: Equatable, Sendable {
    public let id: String
    /// The principal that the key speaks for; keys that replace each other have the same.
    public let name: String
    public let role: String
    /// Permissions it is limited to, of those its role has; nil for all of them.
    public let scopes: [String]?
    /// ``Pepper/mac(of:)-(APIKey)``.
    public let mac: String
    /// The networks it may come from; empty for any.
    public let networks: [Network]
    /// Nanoseconds since 1970; nil for never.
    public let expires: Int64?
    public let isRevoked: Bool

    public init(
        id: String, name: String, role: String, scopes: [String]? = nil, mac: String, networks: [Network] = [],
        expires: Int64? = nil, isRevoked: Bool = false
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.scopes = scopes
        self.mac = mac
        self.networks = networks
        self.expires = expires
        self.isRevoked = isRevoked
    }
}
