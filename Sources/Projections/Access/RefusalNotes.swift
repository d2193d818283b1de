public import EventStore

/// Which refusals are worth an event: a client far beyond its limit must not write more to the log than one within it.
///
/// Of one kind and caller the first is noted, and then one every ten seconds with their number. Failures that count for
/// lock-outs are noted each, since there is an end to them; and all together there are at most 20 notes a second.
/// A value of the live side, no fold: after a restart it begins anew.
public struct RefusalNotes: Sendable {
    /// Callers remembered.
    static let limit = 10_000
    static let interval = 10.0
    /// Notes a second in the long run, and at once.
    static let rate = 20.0
    static let burst = 200.0

    private struct Note {
        var notedAt: Timestamp
        var waiting = 0
    }

    private var notes = RecentMap<String, Note>(limit: limit)
    private var budget = burst
    private var budgetAt: Timestamp?

    public init() {}

    /// The event to append for a request beyond a limit; nil where it is counted for a later one.
    public mutating func event(for refusal: Admission, at now: Timestamp) -> LimitExceeded? {
        guard let times = times("\(refusal.policy) \(refusal.key)", at: now) else { return nil }
        return LimitExceeded(
            policy: refusal.policy, key: refusal.key, refused: times, retrySeconds: refusal.retrySeconds)
    }

    /// The event to append for somebody who could not prove who they are; nil where it is counted for a later one.
    public mutating func event(for refusal: AccessRefused, at now: Timestamp) -> AccessRefused? {
        let isGuess = !Lockouts.harmless.contains(refusal.reason)
        let key = "\(refusal.reason) \(refusal.address ?? "")"
        guard let times = isGuess ? (spend(at: now) ? 1 : nil) : times(key, at: now) else { return nil }
        return AccessRefused(
            scheme: refusal.scheme, reason: refusal.reason, credential: refusal.credential, address: refusal.address,
            transport: refusal.transport, times: times)
    }

    /// For how many refusals a note stands that is made now; nil for no note.
    private mutating func times(_ key: String, at now: Timestamp) -> Int? {
        let note = notes[key]
        if let note, now.seconds(since: note.notedAt) < Self.interval || !spend(at: now) {
            notes[key]?.waiting += 1
            return nil
        }
        if note == nil, !spend(at: now) { return nil }
        notes[key] = Note(notedAt: now)
        return (note?.waiting ?? 0) + 1
    }

    private mutating func spend(at now: Timestamp) -> Bool {
        let seconds = budgetAt.map { max(0, now.seconds(since: $0)) } ?? 0
        budget = min(Self.burst, budget + seconds * Self.rate)
        budgetAt = max(now, budgetAt ?? now)
        guard budget >= 1 else { return false }
        budget -= 1
        return true
    }
}
