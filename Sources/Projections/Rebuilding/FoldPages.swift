import EventStore

/// Pages of a log for a fold, in order, with the facts taken out of their bytes ahead of the folding.
struct FoldPages: Sendable {
    let log: any EventLog
    /// Whether the fold looks into the facts of a type.
    let isRead: @Sendable (EventType) -> Bool

    init(log: any EventLog, isRead: @escaping @Sendable (EventType) -> Bool) {
        self.log = log
        self.isRead = isRead
    }

    /// Hands over what a selection holds after a position, up to the head that there is on the way.
    ///
    /// - Throws: a `StorageError` of the log; a `CancellationError` where the task is cancelled; what `body` throws.
    func each(_ selection: Selection, after start: Position, _ body: (Page) throws -> Void) async throws {
        try await PagesAhead(log: log).each(selection, after: start) {
            prepared($0)
        } take: {
            try body($0)
        }
    }

    /// A page as a fold wants it.
    func prepared(_ page: Page) -> Page {
        var reader = FactReader()
        return reader.read(page, withFact: isRead)
    }
}
