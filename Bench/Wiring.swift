import Access
import EventStore
import Projections

/// The KeyRing as the authenticator asks it.
struct RingDirectory: KeyDirectory {
    let ring: KeyRing

    func key(_ id: String) -> KeyRecord? {
        ring.key(id).map { entry in
            KeyRecord(
                id: entry.key.key, name: entry.key.name, role: entry.key.role, scopes: entry.key.scopes,
                mac: entry.key.mac, networks: entry.key.networks.compactMap(Network.init),
                expires: entry.key.expires?.nanoseconds, isRevoked: entry.revokedAt != nil)
        }
    }
}

struct TokenRevocations: RevocationList {
    let tokens: RevokedTokens

    func isRevoked(token: String?, subject: String, issuedAt: Int64?) -> Bool {
        tokens.isRevoked(token: token, subject: subject, issuedAt: issuedAt)
    }
}

func policy(_ book: PolicyBook) -> RolePolicy {
    let custom = book.roles.map { Role.saved(name: $0.name, allow: $0.allow, deny: $0.deny) }
    return RolePolicy(roles: PublishedRoles.all + custom, version: book.changes)
}
