/// Whose tokens are believed, and what of them.
public struct TrustedIssuer: Sendable {
    /// Stands before the subject in a principal's id; nil for ourselves, where the subject is the principal.
    public let name: String?
    /// `iss`, exactly; nil for tokens in the reference API's form, which name no issuer.
    public let issuer: String?
    /// Of which one must be among the token's; empty only for the reference API's form.
    public let audiences: [String]
    public let keys: TokenKeySet
    public let algorithms: Set<TokenAlgorithm>
    /// `typ` of its tokens, in lower case.
    public let types: Set<String>
    /// The claim that names the principal.
    public let subjectClaim: String
    public let roleClaim: String
    /// Our role for each value of the role claim, the first that is there counts; empty: the value is the role.
    public let roles: [(value: String, role: String)]
    /// The role where the claim gives none; nil refuses the token.
    public let defaultRole: String?
    /// Whether `scope` limits what the role may.
    public let usesScopes: Bool
    /// Claims that must be there, of `nbf`, `iat`, `jti` and `exp`.
    public let required: Set<String>
    /// Seconds from `iat` to `exp` at most.
    public let lifetime: Int

    /// Another service's tokens, checked with public keys.
    public init(
        name: String, issuer: String, audiences: [String], keys: TokenKeySet,
        algorithms: Set<TokenAlgorithm> = [.es256, .edDSA, .rs256], types: Set<String> = ["at+jwt"],
        subjectClaim: String = "sub", roleClaim: String = "role", roles: [(value: String, role: String)],
        defaultRole: String? = nil, usesScopes: Bool = false,
        required: Set<String> = ["exp", "iat", "nbf", "jti"], lifetime: Int = 3600
    ) {
        self.init(
            as: name, issuer: issuer, audiences: audiences, keys: keys,
            algorithms: algorithms.subtracting([.hs256]), types: types, subjectClaim: subjectClaim,
            roleClaim: roleClaim, roles: roles, defaultRole: defaultRole, usesScopes: usesScopes,
            required: required.union(["exp", "iat"]), lifetime: lifetime)
    }

    private init(
        as name: String?, issuer: String?, audiences: [String], keys: TokenKeySet, algorithms: Set<TokenAlgorithm>,
        types: Set<String>, subjectClaim: String, roleClaim: String, roles: [(value: String, role: String)],
        defaultRole: String?, usesScopes: Bool, required: Set<String>, lifetime: Int
    ) {
        self.name = name
        self.issuer = issuer
        self.audiences = audiences
        self.keys = keys
        self.algorithms = algorithms
        self.types = types
        self.subjectClaim = subjectClaim
        self.roleClaim = roleClaim
        self.roles = roles
        self.defaultRole = defaultRole
        self.usesScopes = usesScopes
        self.required = required
        self.lifetime = lifetime
    }

    /// Our own tokens (``TokenIssuer``).
    ///
    /// - Parameter resource: the service's canonical URI: issuer and audience.
    public static func ourselves(resource: String, keys: [TokenKey], lifetime: Int = 3600) -> TrustedIssuer {
        TrustedIssuer(
            as: nil, issuer: resource, audiences: [resource], keys: TokenKeySet(keys), algorithms: [.hs256],
            types: ["at+jwt"], subjectClaim: "sub", roleClaim: "role", roles: [], defaultRole: nil, usesScopes: true,
            required: ["exp", "iat", "nbf", "jti"], lifetime: lifetime)
    }

    /// Tokens that holders of the shared secret make in the reference API's form: HS256 with `user`, `role`, `iat` and
    /// `exp`, and neither issuer nor audience.
    ///
    /// - Parameter key: its id is empty.
    public static func published(key: TokenKey, lifetime: Int = 3600) -> TrustedIssuer {
        TrustedIssuer(
            as: nil, issuer: nil, audiences: [], keys: TokenKeySet([key]), algorithms: [.hs256], types: ["jwt"],
            subjectClaim: "user", roleClaim: "role", roles: [], defaultRole: nil, usesScopes: true,
            required: ["exp", "iat"], lifetime: lifetime)
    }
}
