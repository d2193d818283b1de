/// Another service whose tokens are believed: one entry of `[[access.issuers]]`.
struct Issuer: Equatable, Sendable {
    /// Stands before the subject in a principal's name.
    var name = ""
    /// `iss`, exactly.
    var issuer = ""
    var keysURL: String?
    var keysFile: String?
    /// Of which one must be among the token's; empty for the service's own address.
    var audiences: [String] = []
    var algorithms = ["ES256", "EdDSA", "RS256"]
    var types = ["at+jwt"]
    var subjectClaim = "sub"
    var roleClaim = "role"
    /// `value=role`: the first whose value the claim has.
    var roles: [String] = []
    var defaultRole: String?
    var usesScopes = false
    /// Beside `exp` and `iat`.
    var required = ["nbf", "jti"]
    var lifetimeSeconds = 3600
}

extension Field where Record == Issuer {
    static var all: [Field] {
        [
            Field(
                "name", \.name, .text("1 to 40 of a-z, 0-9 and -", length: 1...40, where: Issuer.isName),
                isRequired: true),
            Field("issuer", \.issuer, .text("the exact 'iss' of its tokens", length: 1...500), isRequired: true),
            Field(
                "jwks_url", \.keysURL,
                Form<String>.text(
                    "a URL that starts with https://, or with http:// on this machine", length: 8...2048,
                    where: Issuer.isKeysURL
                ).optional),
            Field("jwks_file", \.keysFile, Form<String>.path.optional),
            Field("audience", \.audiences, .list(of: "texts of 'aud'") { (1...500).contains($0.utf8.count) }),
            Field(
                "algorithms", \.algorithms,
                .list(of: "\"ES256\", \"EdDSA\" and \"RS256\"") { Issuer().algorithms.contains($0) }),
            Field("types", \.types, .list(of: "values of 'typ' such as \"at+jwt\" and \"jwt\"") { !$0.isEmpty }),
            Field("subject_claim", \.subjectClaim, .text("a claim's name", length: 1...100)),
            Field("role_claim", \.roleClaim, .text("a claim's name", length: 1...100)),
            Field("roles", \.roles, .list(of: "\"value=role\"") { Issuer.roleEntry($0) != nil }),
            Field(
                "default_role", \.defaultRole,
                Form<String>.text("a role's name", length: 1...40, where: Issuer.isRole).optional),
            Field("scopes", \.usesScopes, .flag),
            Field("required", \.required, .list(of: "\"nbf\" and \"jti\"") { ["nbf", "jti"].contains($0) }),
            Field("lifetime", \.lifetimeSeconds, .integer(60...86_400)),
        ]
    }
}

extension Issuer {
    /// What is wrong with it as a whole; nil where nothing is.
    var fault: String? {
        if (keysURL == nil) == (keysFile == nil) { return "needs its keys from one place: jwks_url or jwks_file" }
        if roles.isEmpty, defaultRole == nil { return "gives nobody a role: set roles, default_role, or both" }
        if algorithms.isEmpty || types.isEmpty { return "has no algorithms or no types: no token could come in" }
        return nil
    }

    /// The value of the claim and our role, of `value=role`.
    static func roleEntry(_ text: String) -> (value: String, role: String)? {
        guard let equals = text.lastIndex(of: "="), equals > text.startIndex else { return nil }
        let role = String(text[text.index(after: equals)...])
        return isRole(role) ? (String(text[..<equals]), role) : nil
    }

    fileprivate static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }

    fileprivate static func isRole(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isName(String(UnicodeScalar($0))) }
    }

    /// Keys that came over a network in the clear could be anybody's.
    fileprivate static func isKeysURL(_ text: String) -> Bool {
        guard Form<String>.isWebURL(text) else { return false }
        let lowered = text.lowercased()
        return lowered.hasPrefix("https://")
            || ["127.0.0.1", "localhost", "[::1]"].contains { host in
                ["http://\(host)/", "http://\(host):"].contains(where: lowered.hasPrefix)
            }
    }
}
