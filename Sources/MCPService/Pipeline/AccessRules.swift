import Access
import EventStore
import Projections

/// What a credential is checked against: keys, revocations and roles at one position of the log.
struct AccessRules: Sendable {
    var ring = KeyRing()
    var revoked = RevokedTokens()
    var policy = RolePolicy()

    init() {}

    init(_ host: ProjectionHost, isDryRun: Bool) {
        ring = host.view(KeyRing.self).value
        revoked = host.view(RevokedTokens.self).value
        let book = host.view(PolicyBook.self).value
        policy = RolePolicy(book, isDryRun: isDryRun)
    }
}

extension AccessRules: KeyDirectory {
    func key(_ id: String) -> KeyRecord? {
        ring.key(id).map { entry in
            KeyRecord(
                id: entry.key.key, name: entry.key.name, role: entry.key.role, scopes: entry.key.scopes,
                mac: entry.key.mac, networks: entry.key.networks.compactMap(Network.init),
                expires: entry.key.expires?.nanoseconds, isRevoked: entry.revokedAt != nil)
        }
    }
}

extension AccessRules: RevocationList {
    func isRevoked(token: String?, subject: String, issuedAt: Int64?) -> Bool {
        revoked.isRevoked(token: token, subject: subject, issuedAt: issuedAt)
    }
}

extension RolePolicy {
    /// The published roles and those of the log, which replace one of the same name.
    init(_ book: PolicyBook, isDryRun: Bool = false) {
        let custom = book.roles.map { Role.saved(name: $0.name, allow: $0.allow, deny: $0.deny) }
        self.init(roles: PublishedRoles.all + custom, version: book.changes, isDryRun: isDryRun)
    }
}
