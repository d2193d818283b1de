public import Access

/// What the HTTP doors need of access control.
public struct AccessParts: Sendable {
    public let gate: Gate
    let keys: KeyDesk
    let tokens: TokenDesk
    /// The keys of the configuration.
    let published: [(key: String, entry: PublishedKeys.Entry)]
    /// What clients learn of the authorization server; nil where there is none.
    let resource: ProtectedResource?
    /// Of the address that clients use and sign: `http` or `https`.
    let scheme: String

    public init(
        gate: Gate, keys: KeyDesk, tokens: TokenDesk, published: [(key: String, entry: PublishedKeys.Entry)] = [],
        resource: ProtectedResource? = nil, scheme: String = "http"
    ) {
        self.gate = gate
        self.keys = keys
        self.tokens = tokens
        self.published = published
        self.resource = resource
        self.scheme = scheme
    }
}
