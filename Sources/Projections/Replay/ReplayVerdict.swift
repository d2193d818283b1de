/// What running a call again showed.
public enum ReplayVerdict: String, Sendable, CaseIterable {
    /// It succeeded then and now, and nothing differs.
    case same
    /// It succeeded then and now, and something differs.
    case changed
    /// It failed then and succeeds now.
    case fixed
    /// It failed then and fails in the same way now.
    case sameFailure = "same_failure"
    /// It fails now, and succeeded then or failed in another way.
    case newFailure = "new_failure"
    /// It could not be run again.
    case unreplayable

    init(recorded: String?, replayed: String?, isSame: Bool) {
        switch (recorded, replayed) {
        case (nil, nil): self = isSame ? .same : .changed
        case (.some, nil): self = .fixed
        case (let then?, let now?) where then == now: self = .sameFailure
        default: self = .newFailure
        }
    }

    /// Whether the call does not do today what it should.
    public var isFailure: Bool { self == .sameFailure || self == .newFailure || self == .unreplayable }
}
