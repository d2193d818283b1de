import EventStore

extension Configuration {
    /// Who may come in.
    struct Access: Equatable, Sendable {
        var jwtSecret: Secret?
        /// A file with the secret, in its place.
        var tokenSecretFile: String?
        var jwtAlgorithm = JWTAlgorithm.hs256
        var jwtExpirationSeconds = 3600
        var apiKeys: [APIKey] = []
        var clientSecrets: [String: Secret] = [:]
        /// A client without an entry is a `user`.
        var clientRoles: [String: Role] = [:]
        /// HMAC v1 of the published interface, which can be replayed for five minutes.
        var acceptsClientSignatures = false
        /// Whether what the policy denies is only noted.
        var isDryRun = false
        /// Other services whose tokens are believed.
        var issuers: [Issuer] = []
    }

    enum JWTAlgorithm: String, CaseIterable, Sendable {
        case hs256 = "HS256"
    }

    enum Role: String, CaseIterable, Sendable {
        case admin, user, viewer
    }

    /// One entry of `[app.mcp_api_keys]`.
    struct APIKey: Equatable, Sendable {
        let key: Secret
        var name = ""
        var role = Role.user
        var isActive = true
        var created: Timestamp?
        var expires: Timestamp?
    }
}
