public import EventStore
public import Projections

/// What a projection has seen; `then` looks at what it makes of that.
///
/// ```swift
/// Given(TaskBoard.self, created, claimed).then { #expect($0.task("a")?.state == .processing) }
/// ```
public struct Given<P: Projection> {
    public let events: [RecordedEvent]

    public init(_ type: P.Type, _ events: any Event...) { self.events = recorded(events) }

    public init(_ type: P.Type, _ happenings: [Happening]) { events = recorded(happenings) }

    /// The folded value.
    public var value: P { P(folding: events) }

    /// The time of the last event.
    public var now: Timestamp { events.last?.time ?? ManualClock.start }

    public func then(_ check: (P) throws -> Void) rethrows { try check(value) }

    /// Also gives the time of the last event.
    public func then(_ check: (P, Timestamp) throws -> Void) rethrows { try check(value, now) }
}
