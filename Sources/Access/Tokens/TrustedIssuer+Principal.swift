extension TrustedIssuer {
    /// Whom a token speaks for, and as what.
    func token(_ claims: TokenClaims, expires: Int64) throws(RefusalReason) -> VerifiedToken {
        guard let subject = claims.values(of: subjectClaim).first, Principal.fault(inName: subject) == nil,
            let role = role(claims)
        else { throw .missingClaim }
        let scopes = usesScopes ? claims.scope.map(Self.patterns) : nil
        let principal = Principal(
            id: name.map { "\($0)/\(subject)" } ?? subject, role: role, scopes: scopes,
            credential: .token(id: claims.id ?? ""), expires: expires)
        return VerifiedToken(
            principal: principal, id: claims.id, issuedAt: claims.issuedAt, expires: expires,
            notBefore: claims.notBefore)
    }

    private func role(_ claims: TokenClaims) -> String? {
        let values = claims.values(of: roleClaim)
        guard !roles.isEmpty else { return values.first ?? defaultRole }
        return roles.first { values.contains($0.value) }?.role ?? defaultRole
    }

    /// A scope that is no permission of ours (`openid`) gives none.
    private static func patterns(_ scope: String) -> [PermissionPattern] {
        scope.split(separator: " ").prefix(100).compactMap { PermissionPattern(String($0)) }
    }
}
