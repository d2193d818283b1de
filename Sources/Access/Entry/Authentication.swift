/// What came of what a caller showed.
public enum Authentication: Equatable, Sendable {
    /// - nonce: what the caller's signature has used up: it must be taken before anything is done.
    case admitted(Principal, nonce: String?)
    case refused(Refusal)

    public var principal: Principal? {
        guard case .admitted(let principal, _) = self else { return nil }
        return principal
    }

    public var refusal: Refusal? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal
    }
}
