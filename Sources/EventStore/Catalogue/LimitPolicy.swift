/// How much of something may be asked in a time: `quota` units in `window` seconds, counted by `scope`.
public struct LimitPolicy: Codable, Hashable, Sendable {
    /// What is counted together.
    public enum Scope: String, Codable, Sendable, CaseIterable {
        /// Each principal by itself.
        case principal
        case connection
        /// Each address by itself, before anybody has said who they are.
        case address
        /// Each tool, over all principals.
        case tool
        /// Each principal's use of each tool.
        case principalTool = "principal_tool"
        /// All principals of a role together.
        case role
    }

    /// Unique; clients see it: letters, digits and `-`.
    public let name: String
    public let scope: Scope
    /// Only principals of this role; nil for all.
    public let role: String?
    /// Only calls of this tool; nil for everything.
    public let tool: String?
    /// Units in a window, all of which may come at once.
    public let quota: Int
    /// Seconds.
    public let window: Int

    public init(name: String, scope: Scope, role: String? = nil, tool: String? = nil, quota: Int, window: Int) {
        self.name = name
        self.scope = scope
        self.role = role
        self.tool = tool
        self.quota = quota
        self.window = window
    }

    /// What the reference API publishes for its roles and connections.
    public static let published: [LimitPolicy] = [
        LimitPolicy(name: "admin-minute", scope: .principal, role: "admin", quota: 1000, window: 60),
        LimitPolicy(name: "admin-hour", scope: .principal, role: "admin", quota: 10_000, window: 3600),
        LimitPolicy(name: "user-minute", scope: .principal, role: "user", quota: 100, window: 60),
        LimitPolicy(name: "user-hour", scope: .principal, role: "user", quota: 1000, window: 3600),
        LimitPolicy(name: "viewer-minute", scope: .principal, role: "viewer", quota: 20, window: 60),
        LimitPolicy(name: "viewer-hour", scope: .principal, role: "viewer", quota: 200, window: 3600),
        LimitPolicy(name: "connection", scope: .connection, quota: 100, window: 60),
    ]

    /// What a policy's numbers may be.
    public static let quotaRange = 1...1_000_000
    public static let windowRange = 1...86_400

    /// Why it cannot be in force; nil where it can.
    public var fault: String? {
        let letters = name.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
        if name.isEmpty || name.utf8.count > 40 || !letters {
            return "name: '\(name.prefix(60))' is none: 1 to 40 of a-z, 0-9 and -"
        }
        if !Self.quotaRange.contains(quota) { return "quota: \(quota) is not within 1 to 1000000" }
        if !Self.windowRange.contains(window) { return "window: \(window) is not within 1 to 86400 seconds" }
        return nil
    }
}
