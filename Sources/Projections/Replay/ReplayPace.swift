public import EventStore

/// How long to wait before each event of a replay, so that it goes at the pace at which things happened.
public struct ReplayPace: Sendable {
    /// How many times as fast as it was; nil for as fast as possible.
    public let speed: Double?
    /// Seconds that one pause lasts at most, however long nothing happened.
    public let longestPause: Double
    private var last: Timestamp?

    public init(speed: Double?, longestPause: Double = 5) {
        self.speed = speed
        self.longestPause = longestPause
    }

    /// Seconds to wait before the next event is shown.
    public mutating func pause(before event: RecordedEvent) -> Double {
        defer { last = event.time }
        guard let speed, speed > 0, let last else { return 0 }
        return min(longestPause, max(0, event.time.seconds(since: last) / speed))
    }
}
