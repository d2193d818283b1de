/// A named set of permissions.
public struct Role: Equatable, Sendable {
    public let name: String
    public let allow: [PermissionPattern]
    /// Wins over `allow`.
    public let deny: [PermissionPattern]

    public init(name: String, allow: [PermissionPattern], deny: [PermissionPattern] = []) {
        self.name = name
        self.allow = allow
        self.deny = deny
    }

    /// A role from texts, as the log keeps it.
    ///
    /// - Throws: ``RoleError`` for a text that is no pattern: a role that is half read would be another role.
    public init(name: String, allow: [String], deny: [String]) throws(RoleError) {
        self.init(name: name, allow: try Self.patterns(allow, "allow"), deny: try Self.patterns(deny, "deny"))
    }

    /// A role as it was saved; one with a text that is no pattern may nothing, since half of it would be another role.
    public static func saved(name: String, allow: [String], deny: [String]) -> Role {
        (try? Role(name: name, allow: allow, deny: deny)) ?? Role(name: name, allow: [])
    }

    private static func patterns(_ texts: [String], _ field: String) throws(RoleError) -> [PermissionPattern] {
        var patterns: [PermissionPattern] = []
        for text in texts {
            guard let pattern = PermissionPattern(text) else { throw RoleError(field: field, value: text) }
            patterns.append(pattern)
        }
        return patterns
    }
}

/// A text that is no permission pattern.
public struct RoleError: Error, Equatable, CustomStringConvertible {
    public let field: String
    public let value: String

    public var description: String {
        "\(field): '\(value.prefix(100))' is no permission: parts of letters, digits and _ - . / * with colons between"
            + " them, such as 'tools:call:create_*', at most \(PermissionPattern.limit) bytes"
    }
}
