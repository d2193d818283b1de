public import EventStore

/// The API keys that were made, and what became of each; the keys themselves are nowhere.
public struct KeyRing: Projection {
    public static let name = "key_ring"
    public static let version = 1
    public static let consumes: [any Event.Type] = [KeyCreated.self, KeyRevoked.self, KeyUsed.self]

    /// Keys kept; of more, those that were made first give way where they are revoked or over, and else the newest
    /// is passed over: it opens nothing.
    public static let keyLimit = 10_000

    /// A key.
    public struct Entry: Codable, Equatable, Sendable {
        public let key: KeyCreated
        public let createdAt: Timestamp
        public let createdBy: String?
        public internal(set) var revokedAt: Timestamp?
        public internal(set) var revocation: String?
        /// To the hour.
        public internal(set) var usedAt: Timestamp?
        public internal(set) var usedFrom: String?

        public func isLive(at now: Timestamp) -> Bool {
            revokedAt == nil && key.expires.map { $0 > now } ?? true
        }

        /// Everything but the hash.
        public func json(now: Timestamp) -> JSON {
            let state = revokedAt != nil ? "revoked" : isLive(at: now) ? "live" : "expired"
            return [
                "key": .string(key.key), "name": .string(key.name), "role": .string(key.role),
                "scopes": key.scopes.map { .array($0.map(JSON.string)) } ?? .null,
                "networks": .array(key.networks.map(JSON.string)), "state": .string(state),
                "created_at": .optional(createdAt), "created_by": .optional(createdBy),
                "expires": .optional(key.expires), "rotated_from": .optional(key.rotatedFrom),
                "revoked_at": .optional(revokedAt), "revocation": .optional(revocation),
                "used_at": .optional(usedAt), "used_from": .optional(usedFrom),
            ]
        }
    }

    private var entries: [String: Entry] = [:]
    private var order: [String] = []

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as KeyCreated: create(fact, event)
        case let fact as KeyRevoked where entries[fact.key]?.revokedAt == nil:
            entries[fact.key]?.revokedAt = event.time
            entries[fact.key]?.revocation = fact.reason
        case let fact as KeyUsed:
            entries[fact.key]?.usedAt = event.time
            entries[fact.key]?.usedFrom = fact.address
        default: break
        }
    }

    /// A key by its public part, revoked and expired ones too.
    public func key(_ id: String) -> Entry? { entries[id] }

    /// Whether no key was ever made.
    public var isEmpty: Bool { entries.isEmpty }

    /// In the order they were made.
    public var keys: [Entry] { order.compactMap { entries[$0] } }

    /// Whether the use of a key is worth an event: the last one is an hour old, or it came from elsewhere.
    public func shouldNoteUse(of id: String, from address: String?, at now: Timestamp) -> Bool {
        guard let entry = entries[id] else { return false }
        guard let usedAt = entry.usedAt else { return true }
        return now.seconds(since: usedAt) >= (entry.usedFrom == address ? 3600 : 60)
    }

    /// Why a key cannot be replaced now; nil where it can.
    ///
    /// Of keys that replace each other two live at once and no more, so that a forgotten one is found.
    public func rotationFault(of id: String, at now: Timestamp) -> String? {
        guard let entry = entries[id] else { return "there is no key \(id)" }
        guard entry.isLive(at: now) else { return "the key \(id) is revoked or has expired: make a new one" }
        let others = keys.filter {
            $0.isLive(at: now) && ($0.key.rotatedFrom == id || $0.key.key == entry.key.rotatedFrom)
        }
        return others.first.map { "the key \($0.key.key) lives beside it: revoke that first" }
    }

    private mutating func create(_ fact: KeyCreated, _ event: RecordedEvent) {
        guard entries[fact.key] == nil else { return }
        if entries.count >= Self.keyLimit {
            guard let place = order.firstIndex(where: { entries[$0]?.isLive(at: event.time) == false }) else { return }
            entries[order.remove(at: place)] = nil
        }
        entries[fact.key] = Entry(key: fact, createdAt: event.time, createdBy: event.metadata.principal)
        order.append(fact.key)
    }
}
