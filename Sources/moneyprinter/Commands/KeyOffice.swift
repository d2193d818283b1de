import Access
import EventStore
import MCPService
import Projections

/// The keys in a log that this process holds.
struct KeyOffice {
    private let ring: KeyRing
    private let roles: PolicyBook
    private let desk: KeyDesk
    private let tokens: TokenDesk

    init(log: any EventLog, desk: KeyDesk, tokens: TokenDesk) async throws {
        var (ring, roles) = (KeyRing(), PolicyBook())
        for event in try await log.readAll(KeyRing.selection()) { ring.apply(event) }
        for event in try await log.readAll(PolicyBook.selection()) { roles.apply(event) }
        (self.ring, self.roles, self.desk, self.tokens) = (ring, roles, desk, tokens)
    }

    func create(_ order: KeyDesk.Order) async throws -> JSON {
        shown(try await desk.create(order, roles: roles, by: EventMetadata.local))
    }

    func rotate(_ key: String, days: Int?) async throws -> JSON {
        shown(try await desk.rotate(key, in: ring, days: days, by: EventMetadata.local))
    }

    func revoke(_ key: String, reason: String) async throws -> JSON {
        _ = try await desk.revoke(key, reason: reason, in: ring, by: EventMetadata.local)
        return [:]
    }

    func upgrade(_ published: [(key: String, entry: PublishedKeys.Entry)]) async throws -> JSON {
        let done = try await desk.upgrade(published, in: ring, roles: roles, by: EventMetadata.local)
        return ["keys": .array(done.made.map(\.shown))]
    }

    func issue(_ order: TokenDesk.Order) async throws -> JSON {
        try await tokens.issue(order, roles: roles, by: .local).json
    }

    func revoke(token: String?, subject: String?, reason: String) async throws -> JSON {
        _ = try await tokens.revoke(token: token, subject: subject, reason: reason, by: EventMetadata.local)
        return [:]
    }

    func list() async -> JSON {
        let now = SystemWallClock().now()
        return ["keys": .array(ring.keys.map { $0.json(now: now) })]
    }

    private func shown(_ made: KeyDesk.Made) -> JSON {
        [
            "key": .string(made.key.id), "name": .string(made.fact.name), "role": .string(made.fact.role),
            "expires": made.fact.expires.map { .string($0.iso8601) } ?? .null, "secret": .string(made.key.revealed),
        ]
    }
}
