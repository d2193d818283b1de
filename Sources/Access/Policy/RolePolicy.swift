/// Roles and their permissions: what no role allows is denied, and an explicit denial wins.
public struct RolePolicy: PolicyDecider, Equatable {
    /// Rises with every change of a role.
    public let version: Int
    /// Whether denials are only noted: to try a policy before it is enforced.
    public let isDryRun: Bool
    private let roles: [String: Table]

    /// A role with the texts of its rules made once, not at every request.
    private struct Table: Equatable {
        let allow: [Line]
        let deny: [Line]
        let none: String
    }

    private struct Line: Equatable {
        let pattern: PermissionPattern
        let rule: String
    }

    /// - Parameter roles: a later one replaces an earlier one of the same name.
    public init(roles: [Role] = PublishedRoles.all, version: Int = 0, isDryRun: Bool = false) {
        self.version = version
        self.isDryRun = isDryRun
        self.roles = Dictionary(roles.map { ($0.name, Self.table($0)) }) { _, last in last }
    }

    private static func table(_ role: Role) -> Table {
        Table(
            allow: role.allow.map { Line(pattern: $0, rule: "\(role.name): allow \($0)") },
            deny: role.deny.map { Line(pattern: $0, rule: "\(role.name): deny \($0)") }, none: "\(role.name): no rule")
    }

    public func decide(_ principal: Principal, _ permission: Permission) -> Decision {
        guard let role = roles[principal.role] else { return decision(false, "no such role") }
        if let line = role.deny.first(where: { $0.pattern.matches(permission) }) { return decision(false, line.rule) }
        guard let line = role.allow.first(where: { $0.pattern.matches(permission) }) else {
            return decision(false, role.none)
        }
        guard let scopes = principal.scopes else { return decision(true, line.rule) }
        return scopes.contains { $0.matches(permission) } ? decision(true, line.rule) : decision(false, "scope")
    }

    private func decision(_ isPermitted: Bool, _ rule: String) -> Decision {
        Decision(isPermitted: isPermitted, rule: rule, policy: version, isDryRun: isDryRun)
    }

    /// Which of some permissions a principal has: the answer to "what may I do?".
    public func permitted(_ principal: Principal, among permissions: [Permission]) -> [Permission] {
        permissions.filter { decide(principal, $0).isPermitted }
    }

    /// Whether a role of that name is known.
    public func hasRole(_ name: String) -> Bool { roles[name] != nil }
}
