/// What the policy says to one request, and by which rule.
public struct Decision: Equatable, Sendable {
    public let isPermitted: Bool
    /// `user: allow tools:call:*`, `user: deny tools:call:batch_video_generation`, `user: no rule`, `scope`.
    public let rule: String
    /// The version of the policy that said so.
    public let policy: Int
    /// Whether a denial is only noted.
    public let isDryRun: Bool

    public init(isPermitted: Bool, rule: String, policy: Int, isDryRun: Bool = false) {
        self.isPermitted = isPermitted
        self.rule = rule
        self.policy = policy
        self.isDryRun = isDryRun
    }

    /// Whether the request goes on.
    public var allows: Bool { isPermitted || isDryRun }
}
