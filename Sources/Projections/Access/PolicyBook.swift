public import EventStore

/// The roles that were made here, beside those that are built in, and the version of the policy they make.
public struct PolicyBook: Projection {
    public static let name = "policy_book"
    public static let version = 1
    public static let consumes: [any Event.Type] = [RoleSaved.self, RoleRemoved.self]

    /// Roles kept; one beyond them is passed over.
    public static let roleLimit = 200

    private var entries: [String: RoleSaved] = [:]
    /// Rises with every change of a role: which policy a decision was made by.
    public private(set) var changes = 0

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as RoleSaved where entries[fact.name] != nil || entries.count < Self.roleLimit:
            entries[fact.name] = fact
            changes += 1
        case let fact as RoleRemoved where entries[fact.name] != nil:
            entries[fact.name] = nil
            changes += 1
        default: break
        }
    }

    /// By name.
    public var roles: [RoleSaved] { entries.values.sorted { $0.name < $1.name } }

    public var json: JSON {
        .array(
            roles.map { role in
                [
                    "name": .string(role.name), "allow": .array(role.allow.map(JSON.string)),
                    "deny": .array(role.deny.map(JSON.string)),
                ]
            })
    }
}
