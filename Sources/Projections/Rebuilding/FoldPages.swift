import EventStore

/// Pages of a log for a fold, in order, with the facts taken out of their bytes ahead of the folding.
///
/// Pages are read one after the other. Taking them apart, which is most of the work, happens beside the folding, on
/// whatever threads the caller's tasks run.
struct FoldPages: Sendable {
    private static let pageSize = 2048
    /// Pages under way at once: what bounds the memory.
    private static let ahead = 4

    let log: any EventLog
    /// Whether the fold looks into the facts of a type.
    let isRead: @Sendable (EventType) -> Bool

    /// Hands over what a selection holds after a position, up to the head that there is on the way.
    ///
    /// - Throws: a `StorageError` of the log; a `CancellationError` where the task is cancelled; what `body` throws.
    func each(_ selection: Selection, after start: Position, _ body: (Page) throws -> Void) async throws {
        try await withThrowingTaskGroup(of: (number: Int, page: Page).self) { group in
            var (place, isLast) = (start, false)
            var (begun, folded) = (0, 0)
            var ready: [Int: Page] = [:]
            while true {
                while !isLast, begun - folded < Self.ahead {
                    let page = try await read(selection, after: place)
                    (place, isLast) = (page.through, page.isLast)
                    let number = begun
                    group.addTask { (number, prepared(page)) }
                    begun += 1
                }
                guard folded < begun else { return }
                while ready[folded] == nil, let next = try await group.next() { ready[next.number] = next.page }
                guard let page = ready.removeValue(forKey: folded) else { throw CancellationError() }
                folded += 1
                try body(page)
            }
        }
    }

    /// A page as a fold wants it.
    func prepared(_ page: Page) -> Page {
        var reader = FactReader()
        let events = page.events.map { reader.read($0, withFact: isRead($0.type)) }
        return Page(events: events, through: page.through, isLast: page.isLast)
    }

    private func read(_ selection: Selection, after place: Position) async throws -> Page {
        // Not `Task.checkCancellation()`: with it the release compiler (6.3.1) crashes on this function.
        guard !Task.isCancelled else { throw CancellationError() }
        return try await log.read(selection, after: place, limit: Self.pageSize)
    }
}
