public import EventStore

/// Nonces of signed requests, for as long as their signatures could be valid: none works twice, before and after a
/// restart.
public struct SeenNonces: Projection {
    public static let name = "seen_nonces"
    public static let version = 1
    public static let consumes: [any Event.Type] = [RequestReceived.self]

    /// Nonces kept; while there are as many that could still be valid, signed requests are refused.
    public static let limit = 100_000

    /// Nanoseconds for which a nonce is kept: a signature is valid 300 s before and after its time, both ends included,
    /// so one from a clock that goes ahead works for 600 s; and a little more, since its time is in whole seconds.
    public static let keep = 605_000_000_000

    /// Nanoseconds at which a nonce came.
    private var times: [String: Int] = [:]
    /// The earliest time at which forgetting frees anything.
    private var oldestEnds = 0

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        guard let nonce = event.body(as: RequestReceived.self)?.access?.nonce else { return }
        let time = Int(event.time.nanoseconds)
        makeRoom(at: time)
        // A log of one that refuses beyond the limit holds no more; of another's log twice as many are kept.
        guard times[nonce] != nil || times.count < 2 * Self.limit else { return }
        times[nonce] = max(times[nonce] ?? time, time)
    }

    /// What becomes of a nonce.
    public enum Verdict: Sendable {
        case fresh, repeated
        /// Too many are remembered to tell.
        case full
    }

    /// Takes a nonce, for a value that is ahead of the log: the first time it is fresh, then repeated.
    public mutating func take(_ nonce: String, at now: Timestamp) -> Verdict {
        let time = Int(now.nanoseconds)
        if let seen = times[nonce], seen > time - Self.keep { return .repeated }
        makeRoom(at: time)
        guard times[nonce] != nil || times.count < Self.limit else { return .full }
        times[nonce] = time
        return .fresh
    }

    public var count: Int { times.count }

    /// Forgets what is too old to be valid, once there is no room; not again before that can free any.
    private mutating func makeRoom(at time: Int) {
        guard times.count >= Self.limit, time >= oldestEnds else { return }
        times = times.filter { $0.value > time - Self.keep }
        oldestEnds = (times.values.min() ?? time) + Self.keep
    }
}
