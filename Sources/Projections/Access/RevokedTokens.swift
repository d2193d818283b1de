public import EventStore

/// Tokens that open nothing although they have not expired.
public struct RevokedTokens: Projection {
    public static let name = "revoked_tokens"
    public static let version = 1
    public static let consumes: [any Event.Type] = [TokenRevoked.self]

    /// Tokens and subjects kept, of each: the oldest revocation gives way, which by then is long over.
    public static let limit = 100_000

    private var tokens = RecentMap<String, Bool>(limit: limit)
    /// Nanoseconds: what was issued up to then is revoked.
    private var subjects = RecentMap<String, Int>(limit: limit)

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        guard let fact = event.body(as: TokenRevoked.self) else { return }
        if let token = fact.token { tokens[token] = true }
        if let subject = fact.subject {
            // Taken out and put in: a revocation that is renewed is as young as its last one.
            subjects[subject] = nil
            subjects[subject] = Int(event.time.nanoseconds)
        }
    }

    /// Whether a token is revoked, by its own id or with all of its subject's.
    ///
    /// - Parameter issuedAt: nanoseconds since 1970; a token without it counts as old.
    public func isRevoked(token: String?, subject: String, issuedAt: Int64?) -> Bool {
        if let token, tokens[token] != nil { return true }
        guard let until = subjects[subject] else { return false }
        return issuedAt.map { Int($0) <= until } ?? true
    }

    public var counts: (tokens: Int, subjects: Int) { (tokens.count, subjects.count) }
}
