/// What the events of one append have in common, once for all of them, and what each says.
final class AppendedEvents: Sendable {
    let stream: HashedStream
    /// The revision of the first of them; the others follow it.
    let first: Revision
    /// Of those that have none of their own.
    let metadata: EventMetadata
    let events: [ProposedEvent]

    init(_ events: [ProposedEvent], in stream: HashedStream, first: Revision, metadata: EventMetadata) {
        (self.events, self.stream, self.first, self.metadata) = (events, stream, first, metadata)
    }

    /// The revision of the last of them.
    var last: Revision { revision(of: events.count - 1) }

    func revision(of index: Int) -> Revision { Revision(first.value &+ UInt64(index)) }

    func metadata(of index: Int) -> EventMetadata { events[index].metadata ?? metadata }
}
