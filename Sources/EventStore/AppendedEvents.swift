/// What the events of one append have in common, once for all of them, and what each says.
final class AppendedEvents: Sendable {
    let stream: HashedStream
    /// Of those that have none of their own.
    let metadata: EventMetadata
    private let subject: String?
    /// Whether an event has some of its own.
    let hasOwnMetadata: Bool
    let events: [ProposedEvent]

    init(_ events: [ProposedEvent], in stream: HashedStream, metadata: EventMetadata) {
        (self.events, self.stream, self.metadata) = (events, stream, metadata)
        subject = metadata.subject
        hasOwnMetadata = events.hasOwnMetadata
    }

    func metadata(of index: Int) -> EventMetadata {
        hasOwnMetadata ? events[index].metadata ?? metadata : metadata
    }

    /// Runs `body` with an event's payload where it lies: by the pointer, which copies no reference.
    func withPayload<Value>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        events.withUnsafeBufferPointer { $0[index].payload.withUnsafeBufferPointer(body) }
    }

    /// Whether an event is about somebody who can ask to be forgotten.
    func isPersonal(at index: Int) -> Bool {
        hasOwnMetadata ? metadata(of: index).subject != nil : subject != nil
    }

    /// Whom an event is about, where that is somebody who can ask to be forgotten.
    func subject(of index: Int) -> String? { hasOwnMetadata ? metadata(of: index).subject : subject }
}
