/// When an issuer's key set is asked for again: once an hour, and when a token names a key that nobody knows, but not
/// more than once a minute, whatever tokens come.
public struct KeySetRefresh: Equatable, Sendable {
    /// Seconds.
    public static let interval: Int64 = 3600
    public static let pause: Int64 = 60

    /// Nanoseconds of the last attempt.
    private var askedAt: Int64?

    public init() {}

    /// Whether to fetch now; a yes counts as done, whatever comes of it.
    ///
    /// - Parameter isKeyMissing: a token named a key of this issuer that is not in its set.
    public mutating func shouldFetch(at now: Int64, isKeyMissing: Bool = false) -> Bool {
        if let askedAt, now - askedAt < (isKeyMissing ? Self.pause : Self.interval) * 1_000_000_000 { return false }
        askedAt = now
        return true
    }
}
