public import EventStore

/// The event on which rules are evaluated, and its time: a sample of the process, or the saving of a rule.
public struct Tick: Codable, Hashable, Sendable {
    public let position: Position
    public let time: Timestamp

    public init(position: Position, time: Timestamp) {
        self.position = position
        self.time = time
    }

    init(_ event: RecordedEvent) { self.init(position: event.position, time: event.time) }

    /// Since 1970, rounded down, as the samples of the event have it.
    var milliseconds: Int64 { time.nanoseconds.roundedDown(by: 1_000_000) }

    /// The events that are ticks.
    static func isTick(_ type: EventType) -> Bool { type == MetricsSampled.type }
}

extension Int64 {
    func roundedDown(by unit: Int64) -> Int64 { (self - (self < 0 ? unit - 1 : 0)) / unit }
}
