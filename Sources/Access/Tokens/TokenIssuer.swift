/// Makes our own tokens: HS256 with the claims that the reference API publishes and those that a resource server needs.
public struct TokenIssuer: Sendable {
    private let resource: String
    private let key: TokenKey
    private let lifetime: Int

    /// - Parameters:
    ///   - resource: the service's canonical URI.
    ///   - key: a secret.
    ///   - lifetime: seconds, 60 to 86,400.
    public init(resource: String, key: TokenKey, lifetime: Int = 3600) {
        self.resource = resource
        self.key = key
        self.lifetime = min(max(lifetime, 60), 86_400)
    }

    /// A token for a principal.
    ///
    /// - Parameters:
    ///   - scopes: what it is limited to; nil for all that the role has.
    ///   - now: nanoseconds since 1970.
    /// - Returns: nil where the key cannot sign, or the name cannot be a principal's.
    public func token(
        for user: String, role: String, scopes: [PermissionPattern]? = nil, at now: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> (text: String, id: String, expires: Int64)? {
        guard Principal.fault(inName: user) == nil else { return nil }
        let seconds = now / 1_000_000_000
        let id = Hexadecimal.text((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        let expires = seconds + Int64(lifetime)
        let scope = scopes.map { #","scope":"# + StrictJSON.quoted($0.map(\.description).joined(separator: " ")) } ?? ""
        let header = #"{"alg":"HS256","typ":"at+jwt","kid":\#(StrictJSON.quoted(key.id))}"#
        let name = StrictJSON.quoted(user)
        let uri = StrictJSON.quoted(resource)
        let body =
            #"{"iss":\#(uri),"aud":\#(uri),"sub":\#(name),"user":\#(name),"role":\#(StrictJSON.quoted(role)),"#
            + #""iat":\#(seconds),"nbf":\#(seconds),"exp":\#(expires),"jti":"\#(id)"\#(scope)}"#
        let signed = Base64URL.text(header.utf8) + "." + Base64URL.text(body.utf8)
        guard let signature = key.signature(of: Array(signed.utf8)) else { return nil }
        return (signed + "." + Base64URL.text(signature), id, expires * 1_000_000_000)
    }
}
