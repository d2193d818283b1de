/// Tokens that were taken back before they expired.
public protocol RevocationList: Sendable {
    /// - Parameters:
    ///   - token: the token's `jti`.
    ///   - subject: the principal's id.
    ///   - issuedAt: nanoseconds since 1970.
    func isRevoked(token: String?, subject: String, issuedAt: Int64?) -> Bool
}

/// Nothing is revoked.
public struct NoRevocations: RevocationList {
    public init() {}
    public func isRevoked(token: String?, subject: String, issuedAt: Int64?) -> Bool { false }
}
