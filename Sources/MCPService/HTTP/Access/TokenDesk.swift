public import Access
public import EventStore
public import Projections

/// Makes our own tokens and takes them back, for the command line and for HTTP.
public struct TokenDesk: Sendable {
    private let log: any EventLog
    private let resource: String
    private let key: TokenKey?
    private let lifetime: Int
    private let clock: any WallClock

    /// Seconds that a token may live at least.
    public static let shortest = 60
    /// Seconds for which a revocation of all of somebody's tokens must be remembered: no token lives longer.
    private static let longest = 86_400.0

    /// What a new token is to be.
    public struct Order: Sendable {
        public var name: String
        public var role: String
        /// Nil for all that the role may.
        public var scopes: [String]?
        /// Nil for as long as a token may live.
        public var seconds: Int?

        public init(name: String, role: String, scopes: [String]? = nil, seconds: Int? = nil) {
            self.name = name
            self.role = role
            self.scopes = scopes
            self.seconds = seconds
        }
    }

    /// A token that was made: it is stored nowhere.
    public struct Made: Sendable {
        /// Its `jti`, by which it can be revoked.
        public let id: String
        public let name: String
        public let role: String
        public let expires: Timestamp
        let text: String

        public var json: JSON {
            [
                "token": .string(id), "name": .string(name), "role": .string(role), "expires": .string(expires.iso8601),
                "secret": .string(text),
            ]
        }
    }

    /// - Parameters:
    ///   - resource: the service's canonical URI.
    ///   - key: nil where no secret is configured: then none can be made.
    ///   - lifetime: seconds that a token may live.
    public init(
        log: any EventLog, resource: String, key: TokenKey?, lifetime: Int, clock: any WallClock = SystemWallClock()
    ) {
        self.log = log
        self.resource = resource
        self.key = key
        self.lifetime = lifetime
        self.clock = clock
    }

    /// Makes a token; the log says for whom, by whom and which, and not the token.
    public func issue(_ order: Order, roles book: PolicyBook, by issuer: Principal) async throws -> Made {
        let policy = RolePolicy(book)
        try KeyDesk.check(name: order.name, role: order.role, scopes: order.scopes, policy)
        let seconds = try seconds(of: order)
        guard let key else {
            throw KeyDesk.Fault(
                field: "token",
                message: "there is no secret to sign with: set [access] token_secret_file, or mcp_jwt_secret")
        }
        var random = SystemRandomNumberGenerator()
        let maker = TokenIssuer(resource: resource, key: key, lifetime: seconds)
        let scopes = order.scopes?.compactMap(PermissionPattern.init)
        guard
            let made = maker.token(
                for: order.name, role: order.role, scopes: scopes, at: clock.now().nanoseconds, using: &random)
        else { throw KeyDesk.Fault(field: "name", message: "cannot be a principal's") }
        let decision = policy.decide(issuer, Permission("tokens", "write"))
        let fact = AccessDecided(
            request: nil, role: issuer.role, permission: "tokens:issue:\(order.role):\(order.name)", permitted: true,
            rule: decision.rule, policy: decision.policy)
        try await log.append(
            [fact], to: AccessEvents.stream(ofToken: made.id), durability: .synced,
            metadata: EventMetadata(principal: issuer.id))
        return Made(
            id: made.id, name: order.name, role: order.role, expires: Timestamp(nanoseconds: made.expires),
            text: made.text)
    }

    private func seconds(of order: Order) throws(KeyDesk.Fault) -> Int {
        let seconds = order.seconds ?? lifetime
        guard (Self.shortest...lifetime).contains(seconds) else {
            throw KeyDesk.Fault(
                field: "seconds",
                message: "is \(seconds), allowed are \(Self.shortest) to \(lifetime) (mcp_jwt_expiration)")
        }
        return seconds
    }

    /// Takes back one token, or all that a principal has up to now: they open nothing from the event's position on.
    ///
    /// Tokens of other issuers too: their principals are `issuer/subject`.
    public func revoke(token: String?, subject: String?, reason: String, by principal: String) async throws -> Position
    {
        let named = [token, subject].compactMap { $0 }
        guard named.count == 1, let name = named.first, (1...256).contains(name.utf8.count) else {
            throw KeyDesk.Fault(
                field: "token",
                message: "name either a token's id or whose tokens are meant ('subject'), of 1 to 256 bytes")
        }
        guard (1...500).contains(reason.utf8.count) else {
            throw KeyDesk.Fault(field: "reason", message: "has \(reason.utf8.count) bytes, allowed are 1 to 500")
        }
        let fact = TokenRevoked(
            token: token, subject: subject, reason: reason, expires: clock.now().advanced(bySeconds: Self.longest))
        return try await log.append(
            [fact], to: AccessEvents.stream(ofToken: name), durability: .synced,
            metadata: EventMetadata(principal: principal)
        ).last
    }
}
