import Crypto

/// Tells whether a token is one that a trusted issuer made for us and that is valid now.
///
/// The order matters: form and size first, then the key by issuer, id and algorithm, then its signature, and only then
/// what the token says. A new value, as after a change of keys, begins with an empty cache.
public struct TokenVerifier: Sendable {
    /// Bytes of a token at most.
    public static let sizeLimit = 8192

    /// Seconds by which clocks may differ.
    public let leeway: Int
    private let issuers: [String?: TrustedIssuer]
    private let cache: TokenCache
    private let onUnknownKey: @Sendable (String) -> Void

    /// - Parameters:
    ///   - issuers: of two with one `iss` the first counts.
    ///   - leeway: 0 to 300 seconds.
    ///   - cacheLimit: verified tokens remembered.
    ///   - onUnknownKey: told the `iss` of a trusted issuer where a token names a key that its set has not, so that the
    ///     set can be asked for again; anybody can bring that about, as often as they like. It must not wait.
    public init(
        issuers: [TrustedIssuer], leeway: Int = 30, cacheLimit: Int = 10_000,
        onUnknownKey: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.onUnknownKey = onUnknownKey
        self.issuers = Dictionary(issuers.map { ($0.issuer, $0) }) { first, _ in first }
        self.leeway = min(max(leeway, 0), 300)
        cache = TokenCache(limit: max(0, cacheLimit))
    }

    /// The principal of a token.
    ///
    /// - Parameter now: nanoseconds since 1970.
    public func verify(_ text: String, at now: Int64, revocations: some RevocationList) -> Result<
        Principal, RefusalReason
    > {
        Result { () throws(RefusalReason) in
            guard text.utf8.count <= Self.sizeLimit else { throw .oversized }
            let bytes = Array(text.utf8)
            let digest = SHA256.hash(data: bytes)
            let token: VerifiedToken
            if let known = cache[digest] {
                token = known
                try checkTimes(expires: token.expires, notBefore: token.notBefore, at: now)
            } else {
                token = try verified(bytes, at: now)
                cache.insert(token, digest)
            }
            if revocations.isRevoked(token: token.id, subject: token.principal.id, issuedAt: token.issuedAt) {
                throw .revokedToken
            }
            return token.principal
        }
    }

    private func verified(_ bytes: [UInt8], at now: Int64) throws(RefusalReason) -> VerifiedToken {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.bytes(parts[0]), let body = Base64URL.bytes(parts[1]),
            let signature = Base64URL.bytes(parts[2]), !signature.isEmpty
        else { throw .malformedToken }
        let claims = try checked(
            try TokenHeader(header), try TokenClaims(body), signature, of: Array(bytes[..<parts[1].endIndex]), at: now)
        return claims
    }

    private func checked(
        _ header: TokenHeader, _ claims: TokenClaims, _ signature: [UInt8], of signed: [UInt8], at now: Int64
    ) throws(RefusalReason) -> VerifiedToken {
        guard let issuer = issuers[claims.issuer] else { throw .wrongIssuer }
        if issuer.issuer != nil, header.key == nil { throw .unknownTokenKey }
        guard let key = issuer.keys.key(header.key ?? "", at: now) else {
            if let name = issuer.issuer { onUnknownKey(name) }
            throw .unknownTokenKey
        }
        guard key.algorithm == header.algorithm, issuer.algorithms.contains(key.algorithm) else {
            throw .forbiddenAlgorithm
        }
        guard key.isValid(signature, of: signed) else { throw .wrongSignature }
        guard let type = header.type, issuer.types.contains(type) else { throw .wrongType }
        guard issuer.audiences.isEmpty || issuer.audiences.contains(where: claims.audience.contains) else {
            throw .wrongAudience
        }
        return try issuer.token(claims, expires: try life(claims, issuer, at: now))
    }

    /// Nanoseconds at which the token is over, where all of its times are right.
    private func life(_ claims: TokenClaims, _ issuer: TrustedIssuer, at now: Int64) throws(RefusalReason) -> Int64 {
        guard let expires = claims.expires, let issuedAt = claims.issuedAt,
            claims.notBefore != nil || !issuer.required.contains("nbf"),
            claims.id?.isEmpty == false || !issuer.required.contains("jti")
        else { throw .missingClaim }
        try checkTimes(expires: expires, notBefore: max(claims.notBefore ?? 0, issuedAt), at: now)
        guard expires - issuedAt <= Int64(issuer.lifetime) * 1_000_000_000 else { throw .tokenLivesTooLong }
        return expires
    }

    private func checkTimes(expires: Int64, notBefore: Int64?, at now: Int64) throws(RefusalReason) {
        let slack = Int64(leeway) * 1_000_000_000
        guard expires > now - slack else { throw .expiredToken }
        guard (notBefore ?? 0) <= now + slack else { throw .tokenNotYetValid }
    }

    var cachedTokens: Int { cache.count }
}
