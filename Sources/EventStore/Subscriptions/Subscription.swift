/// An endless sequence of pages: first what the log holds after the checkpoint, then what is appended.
///
/// It pulls: each page is read when it is asked for, so a slow reader holds nobody back and no event can
/// be lost or doubled between the past and the present. A page may hold no events where the log moved on
/// without a match; its `through` is then still the reader's new checkpoint. The sequence ends when the log
/// closes or the task is cancelled.
public struct Subscription: AsyncSequence, Sendable {
    public typealias Element = Page

    let log: any EventLog
    let selection: Selection
    let checkpoint: Position
    let pageSize: Int
    let signal: HeadSignal

    public func makeAsyncIterator() -> Iterator {
        Iterator(log: log, selection: selection, place: checkpoint, pageSize: pageSize, signal: signal)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let log: any EventLog
        let selection: Selection
        var place: Position
        let pageSize: Int
        let signal: HeadSignal

        public mutating func next() async throws(StorageError) -> Page? { try await next(isolation: nil) }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(StorageError) -> Page? {
            guard await signal.wait(for: selection, beyond: place) else { return nil }
            let page = try await log.read(selection, after: place, limit: pageSize)
            place = page.through
            // Reading does not suspend: who catches up would hold a thread until the end, and there are few.
            if !page.isLast { await Task.yield() }
            return page
        }
    }
}
