/// One thing that somebody may do: `tools:call:create_video`, `events:read:any`.
public struct Permission: Hashable, Sendable, CustomStringConvertible {
    let parts: [[UInt8]]
    public let description: String

    /// - Parameter parts: what is done, from the area to the thing; a text of a client may be the last part, and
    ///   a colon in it does not begin another.
    public init(_ parts: String...) {
        self.parts = parts.map { Array($0.utf8) }
        description = parts.joined(separator: ":")
    }

    /// Calling a tool.
    public static func call(tool: String) -> Permission { Permission("tools", "call", tool) }

    /// Reading or changing things that belong to somebody: tasks, videos, events, traces.
    ///
    /// - Parameters:
    ///   - owner: to whom the thing belongs; nil where it belongs to nobody in particular.
    ///   - principal: who asks.
    public static func on(_ area: String, _ action: String, ownedBy owner: String?, for principal: Principal)
        -> Permission
    {
        Permission(area, action, owner == principal.id ? "own" : "any")
    }

    /// Reading a resource such as `video://mcp_1a2b3c4d`.
    public static func read(resource: String) -> Permission { Permission("resources", "read", resource) }
}
