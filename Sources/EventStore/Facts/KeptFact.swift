/// What was read of an event's payload; nil where it is known that nobody can: nobody need try again.
final class KeptFact: Sendable {
    let event: (any Event)?

    init(_ event: (any Event)?) { self.event = event }
}
