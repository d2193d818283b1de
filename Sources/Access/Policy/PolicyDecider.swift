/// Says who may do what.
public protocol PolicyDecider: Sendable {
    /// Total: an unknown role may nothing.
    func decide(_ principal: Principal, _ permission: Permission) -> Decision
}
