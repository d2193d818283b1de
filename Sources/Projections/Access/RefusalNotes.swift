public import EventStore

/// Which refusals are worth an event: the first of a key, and then one every ten seconds with their number.
///
/// A client far beyond its limit would otherwise write more to the log than one within it. A value of the live side,
/// no fold: after a restart it begins anew.
public struct RefusalNotes: Sendable {
    /// Keys remembered.
    static let limit = 10_000
    static let interval = 10.0

    private struct Note {
        var notedAt: Timestamp
        var waiting = 0
    }

    private var notes = RecentMap<String, Note>(limit: limit)

    public init() {}

    /// The event to append for a refusal; nil where it is counted for a later one.
    public mutating func event(for refusal: Admission, at now: Timestamp) -> LimitExceeded? {
        let key = "\(refusal.policy) \(refusal.key)"
        if let note = notes[key], now.seconds(since: note.notedAt) < Self.interval {
            notes[key]?.waiting += 1
            return nil
        }
        let waiting = notes[key]?.waiting ?? 0
        notes[key] = Note(notedAt: now)
        return LimitExceeded(
            policy: refusal.policy, key: refusal.key, refused: waiting + 1, retrySeconds: refusal.retrySeconds)
    }
}
