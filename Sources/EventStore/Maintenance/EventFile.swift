/// A file of events, read one after the other.
protocol EventFile {
    /// The next event; nil at the end.
    ///
    /// - Throws: where the file is damaged or wrong, naming the place.
    mutating func next() throws(StorageError) -> RecordedEvent?
}

/// A file in memory, or an event stream that was read already.
struct EventList: EventFile {
    private var events: ArraySlice<RecordedEvent>

    init(_ events: [RecordedEvent]) { self.events = events[...] }

    mutating func next() throws(StorageError) -> RecordedEvent? { events.popFirst() }
}
