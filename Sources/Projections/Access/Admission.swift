/// What the limits say to a demand, with the numbers of the limit that is nearest to its end.
public struct Admission: Equatable, Sendable {
    public let isAdmitted: Bool
    /// The limit that refused, or else the one with the smallest share left; empty where none applies.
    public let policy: String
    /// What it counted by; for the log, never for the client.
    public let key: String
    public let quota: Int
    /// Seconds.
    public let window: Int
    /// Units left in it.
    public let remaining: Int
    /// Seconds until all of it is there again.
    public let resetSeconds: Double
    /// Seconds after which the same demand fits; 0 where it was admitted.
    public let retrySeconds: Double

    public init(
        isAdmitted: Bool, policy: String, key: String, quota: Int, window: Int, remaining: Int, resetSeconds: Double,
        retrySeconds: Double
    ) {
        self.isAdmitted = isAdmitted
        self.policy = policy
        self.key = key
        self.quota = quota
        self.window = window
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retrySeconds = retrySeconds
    }

    /// Where no limit applies.
    static let unlimited = Admission(
        isAdmitted: true, policy: "", key: "", quota: 0, window: 0, remaining: 0, resetSeconds: 0, retrySeconds: 0)
}
