public import EventStore

/// Addresses that failed to prove who they are too often, and until when they are not listened to.
///
/// Counted by address and credential, and by address alone with a higher limit: one that tries many keys is locked
/// out, while a neighbour behind the same address who has a wrong key does not lock out the others at once. A key is
/// never locked for everybody, or anybody could lock it who knows its id.
public struct Lockouts: Projection {
    public static let name = "lockouts"
    public static let version = 1
    public static let consumes: [any Event.Type] = [AccessRefused.self, LimitPoliciesSet.self]

    /// Addresses, and addresses with a credential, that are counted.
    public static let limit = 20_000

    /// Refusals that are no guesses at a secret.
    public static let harmless: Set<String> = [
        "missing", "expired_key", "expired_token", "token_not_yet_valid", "outside_window", "in_query", "locked_out",
    ]

    /// One address, or one with a credential.
    struct Record: Codable, Equatable, Sendable {
        /// Nanoseconds of the failures that still count, the oldest first; as many as lock out at most.
        var failures: [Int] = []
        /// Nanoseconds; 0 where it never was.
        var lockedUntil = 0
    }

    /// In force: that of the last limits that were set.
    public private(set) var policy = LockoutPolicy()
    private var records = RecentMap<String, Record>(limit: limit)

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as AccessRefused:
            note(address: fact.address, credential: fact.credential, reason: fact.reason, at: event.time)
        case let fact as LimitPoliciesSet: policy = fact.lockout
        default: break
        }
    }

    /// Counts a failure; what the log's event does, for a value that is ahead of the log.
    public mutating func note(address: String?, credential: String?, reason: String, at time: Timestamp) {
        guard let address, !Self.harmless.contains(reason) else { return }
        count(address, limit: policy.addressFailures, at: time)
        if let credential { count(Self.key(address, credential), limit: policy.failures, at: time) }
    }

    /// Seconds for which a caller is not listened to; nil where it is.
    ///
    /// - Parameter credential: not asked for where the address never failed, as most never do.
    public func remaining(
        address: String?, credential: @autoclosure () -> String?, at now: Timestamp
    ) -> Double? {
        // While nothing was forgotten, who failed with a credential is there without it too.
        guard let address, records[address] != nil || records.count == Self.limit else { return nil }
        let until = max(
            records[address]?.lockedUntil ?? 0,
            credential().flatMap { records[Self.key(address, $0)] }?.lockedUntil ?? 0)
        let left = until - Int(now.nanoseconds)
        return left > 0 ? Double(left) / 1e9 : nil
    }

    /// Addresses that are locked out at a moment, in the order in which they first failed.
    public func locked(at now: Timestamp) -> [String] {
        records.keys.filter { (records[$0]?.lockedUntil ?? 0) > Int(now.nanoseconds) }
    }

    private static func key(_ address: String, _ credential: String) -> String { "\(address) \(credential)" }

    private mutating func count(_ key: String, limit: Int, at time: Timestamp) {
        let (now, window) = (Int(time.nanoseconds), policy.window * 1_000_000_000)
        var record = records[key] ?? Record()
        record.failures.removeAll { $0 <= now - window }
        record.failures.append(now)
        if record.failures.count >= limit {
            record.lockedUntil = now + window
            record.failures = []
        }
        records[key] = record
    }
}
