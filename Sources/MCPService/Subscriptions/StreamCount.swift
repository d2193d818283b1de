import Synchronization

/// Admits so many subscriptions at once.
final class StreamCount: Sendable {
    private let limit: Int
    private let open = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// The answer of `body`; nil where as many as are allowed are open.
    func admit<Answer: Sendable>(_ body: () async -> Answer) async -> Answer? {
        let isAdmitted = open.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { return nil }
        defer { open.withLock { $0 -= 1 } }
        return await body()
    }
}
