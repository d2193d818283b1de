import EventStore
import Synchronization

/// The requests under way, so that `notifications/cancelled` can end one.
///
/// A scope is a stdio process or a legacy HTTP session: nobody can cancel another's requests. What is not
/// here is unknown or finished, and is ignored as the protocol asks.
public final class CancellationTable: Sendable {
    private struct Key: Hashable {
        let scope: String
        let id: RequestID
    }

    private struct Entry {
        var isCancelled = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let entries = Mutex<[Key: Entry]>([:])

    public init() {}

    /// Runs `body` as a request that can be cancelled; nil where it was.
    public func run<T: Sendable>(
        _ id: RequestID, in scope: String, _ body: @escaping @Sendable () async -> T
    ) async -> T? {
        let key = Key(scope: scope, id: id)
        entries.withLock { $0[key] = Entry() }
        return await withTaskGroup(of: T?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await self.cancellation(of: key)
                return nil
            }
            let first = await group.next() ?? nil
            entries.withLock { $0.removeValue(forKey: key) }?.waiter?.resume()
            group.cancelAll()
            return first
        }
    }

    /// Ends a request under way in the scope, if there is such a one.
    public func cancel(_ id: RequestID, in scope: String) {
        let key = Key(scope: scope, id: id)
        let waiter = entries.withLock { entries in
            entries[key]?.isCancelled = true
            return entries[key]?.waiter.take()
        }
        waiter?.resume()
    }

    /// Ends every request under way in the scope.
    func cancelAll(in scope: String) {
        let ids = entries.withLock { $0.keys.filter { $0.scope == scope }.map(\.id) }
        for id in ids { cancel(id, in: scope) }
    }

    private func cancellation(of key: Key) async {
        await withCheckedContinuation { continuation in
            let isOver = entries.withLock { entries in
                guard let entry = entries[key], !entry.isCancelled else { return true }
                entries[key]?.waiter = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
