import Synchronization

/// Admits queries: so many at work, so many waiting, and the rest is refused at once.
final class QueryDesk: Sendable {
    private let threads: QueryThreads
    private let limit: Int
    private let open = Mutex(0)

    /// - Parameters:
    ///   - threads: queries at work at once.
    ///   - limit: queries at work and waiting; one more is refused.
    init(threads: Int = 2, limit: Int = 64) {
        self.threads = QueryThreads(count: threads)
        self.limit = limit
    }

    /// - Throws: what `body` throws; ``PrometheusFault`` of the kind `unavailable` where too many are open.
    func run<Answer: Sendable>(_ body: @Sendable () async throws -> Answer) async throws -> Answer {
        let isAdmitted = open.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else {
            throw PrometheusFault(.unavailable, "too many queries are under way (limit: queries = \(limit))")
        }
        defer { open.withLock { $0 -= 1 } }
        return try await withTaskExecutorPreference(threads) { try await body() }
    }

    /// Does what remains to be done with an answer, on the threads of queries too.
    func lend<Answer: Sendable>(_ body: @Sendable () -> Answer) async -> Answer {
        await withTaskExecutorPreference(threads) { body() }
    }
}
