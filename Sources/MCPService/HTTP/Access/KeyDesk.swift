public import Access
public import EventStore
public import Projections

/// Makes, replaces and revokes API keys, for the command line and for HTTP.
public struct KeyDesk: Sendable {
    private let log: any EventLog
    private let pepper: Pepper
    private let clock: any WallClock
    /// Days a key may live at most.
    public static let longestDays = 366

    /// What a new key is to be.
    public struct Order: Sendable {
        public var name: String
        public var role: String
        /// Nil for all that the role may.
        public var scopes: [String]?
        public var networks: [String]
        /// Nil for never.
        public var days: Int?

        public init(
            name: String, role: String, scopes: [String]? = nil, networks: [String] = [],
            days: Int? = KeyDesk.longestDays
        ) {
            self.name = name
            self.role = role
            self.scopes = scopes
            self.networks = networks
            self.days = days
        }
    }

    /// Why there is no such key, with the field at fault.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let field: String
        public let message: String
        public var description: String { "\(field): \(message)" }
    }

    /// A key that was made: the one moment in which it can be read.
    public struct Made: Sendable {
        public let key: APIKey
        public let fact: KeyCreated
        public let position: Position
    }

    public init(log: any EventLog, pepper: Pepper, clock: any WallClock = SystemWallClock()) {
        self.log = log
        self.pepper = pepper
        self.clock = clock
    }

    /// Makes a key; it is on the disk when this returns.
    ///
    /// - Parameters:
    ///   - book: the roles there are besides the published ones.
    ///   - principal: who asks for it.
    public func create(_ order: Order, roles book: PolicyBook, by principal: String) async throws -> Made {
        try check(order, RolePolicy(book))
        return try await make(order, replacing: nil, by: principal)
    }

    /// Makes a key that is to replace another, with all that this one has; both live until the old one is revoked.
    public func rotate(_ id: String, in ring: KeyRing, days: Int?, by principal: String) async throws -> Made {
        if let fault = ring.rotationFault(of: id, at: clock.now()) { throw Fault(field: "key", message: fault) }
        guard let old = ring.key(id)?.key else { throw Fault(field: "key", message: "there is no key \(id)") }
        try check(days: days)
        let order = Order(name: old.name, role: old.role, scopes: old.scopes, networks: old.networks, days: days)
        return try await make(order, replacing: id, by: principal)
    }

    /// Revokes a key: it opens nothing from the event's position on.
    public func revoke(_ id: String, reason: String, in ring: KeyRing, by principal: String) async throws -> Position {
        guard let entry = ring.key(id) else { throw Fault(field: "key", message: "there is no key \(id.prefix(40))") }
        guard entry.revokedAt == nil else { throw Fault(field: "key", message: "the key \(id) is revoked already") }
        guard (1...500).contains(reason.utf8.count) else {
            throw Fault(field: "reason", message: "has \(reason.utf8.count) bytes, allowed are 1 to 500")
        }
        return try await log.append(
            [KeyRevoked(key: id, reason: reason)], to: AccessEvents.stream(ofKey: id), durability: .synced,
            metadata: EventMetadata(principal: principal)
        ).last
    }

    /// Makes hashed keys of those that stand in the configuration in the clear: their holders notice nothing.
    ///
    /// What is upgraded already, switched off or over is passed over, and so is what cannot be one. A key without an end
    /// gets the longest that a key may live.
    ///
    /// - Returns: what became keys.
    public func upgrade(
        _ published: [(key: String, entry: PublishedKeys.Entry)], in ring: KeyRing, roles book: PolicyBook,
        by principal: String
    ) async throws -> (made: [KeyCreated], position: Position?) {
        let (now, policy) = (clock.now(), RolePolicy(book))
        var made: [KeyCreated] = []
        var position: Position?
        for (text, entry) in published where entry.isActive && (entry.expires ?? .max) > now.nanoseconds {
            let mac = pepper.mac(of: text)
            let id = PublishedKeys.id(of: mac)
            guard ring.key(id) == nil, PublishedKeys.mayBe(text) else { continue }
            try Self.check(name: entry.name, role: entry.role, scopes: nil, policy)
            let longest = now.advanced(bySeconds: Double(Self.longestDays) * 86_400)
            let fact = KeyCreated(
                key: id, name: entry.name, role: entry.role, mac: mac,
                expires: entry.expires.map { Timestamp(nanoseconds: $0) } ?? longest)
            position = try await log.append(
                [fact], to: AccessEvents.stream(ofKey: id), expecting: .noStream, durability: .synced,
                metadata: EventMetadata(principal: principal)
            ).last
            made.append(fact)
        }
        return (made, position)
    }

    private func make(_ order: Order, replacing old: String?, by principal: String) async throws -> Made {
        var random = SystemRandomNumberGenerator()
        let key = APIKey(using: &random)
        let expires = order.days.map { clock.now().advanced(bySeconds: Double($0) * 86_400) }
        let fact = KeyCreated(
            key: key.id, name: order.name, role: order.role, scopes: order.scopes, mac: pepper.mac(of: key),
            networks: order.networks, expires: expires, rotatedFrom: old)
        let appended = try await log.append(
            [fact], to: AccessEvents.stream(ofKey: key.id), expecting: .noStream, durability: .synced,
            metadata: EventMetadata(principal: principal))
        return Made(key: key, fact: fact, position: appended.last)
    }

    /// - Throws: where nobody can be called so, there is no such role, or a scope is no permission.
    static func check(name: String, role: String, scopes: [String]?, _ policy: RolePolicy) throws(Fault) {
        if let fault = Principal.fault(inName: name) { throw Fault(field: "name", message: fault) }
        guard policy.hasRole(role) else {
            throw Fault(field: "role", message: "'\(role.prefix(100))' is no role: admin, user, viewer or one of yours")
        }
        for scope in scopes ?? [] where PermissionPattern(scope) == nil {
            throw Fault(field: "scopes", message: "'\(scope.prefix(100))' is no permission such as tools:call:create_*")
        }
        guard (scopes?.count ?? 0) <= 50 else { throw Fault(field: "scopes", message: "at most 50 are allowed") }
    }

    private func check(_ order: Order, _ policy: RolePolicy) throws(Fault) {
        try Self.check(name: order.name, role: order.role, scopes: order.scopes, policy)
        for network in order.networks where Network(network) == nil {
            throw Fault(field: "networks", message: "'\(network.prefix(100))' is no network such as 10.0.0.0/8")
        }
        guard order.networks.count <= 50 else { throw Fault(field: "networks", message: "at most 50 are allowed") }
        try check(days: order.days)
    }

    private func check(days: Int?) throws(Fault) {
        guard let days, !(1...Self.longestDays).contains(days) else { return }
        throw Fault(
            field: "days", message: "is \(days), allowed are 1 to \(Self.longestDays), or null for a key without an end"
        )
    }
}
