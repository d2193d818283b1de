/// Pages of a log in order, with what is made of each made ahead of those who take it.
///
/// Pages are read one after the other. Taking them apart, which is most of the work, happens beside that, on whatever
/// threads the caller's tasks run.
public struct PagesAhead: Sendable {
    private let log: any EventLog
    private let pageSize: Int
    private let ahead: Int

    /// - Parameter ahead: pages under way at once: what bounds the memory.
    public init(log: any EventLog, pageSize: Int = 2048, ahead: Int = 4) {
        (self.log, self.pageSize, self.ahead) = (log, pageSize, ahead)
    }

    /// Makes something of each page that a selection holds after a position, up to the head that there is on the way,
    /// and hands it over in the order of the log.
    ///
    /// - Throws: a `StorageError` of the log; a `CancellationError` where the task is cancelled; what `take` throws.
    public func each<Made: Sendable>(
        _ selection: Selection, after start: Position, make: @escaping @Sendable (Page) -> Made,
        take: (Made) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (number: Int, made: Made).self) { group in
            var (place, isLast) = (start, false)
            var (begun, taken) = (0, 0)
            var ready: [Int: Made] = [:]
            while true {
                while !isLast, begun - taken < ahead {
                    let page = try await read(selection, after: place)
                    (place, isLast) = (page.through, page.isLast)
                    let number = begun
                    group.addTask { (number, make(page)) }
                    begun += 1
                }
                guard taken < begun else { return }
                while ready[taken] == nil, let next = try await group.next() { ready[next.number] = next.made }
                guard let made = ready.removeValue(forKey: taken) else { throw CancellationError() }
                taken += 1
                try await take(made)
            }
        }
    }

    private func read(_ selection: Selection, after place: Position) async throws -> Page {
        // Not `Task.checkCancellation()`: with it the release compiler (6.3.1) crashes on this function.
        guard !Task.isCancelled else { throw CancellationError() }
        return try await log.read(selection, after: place, limit: pageSize)
    }
}
