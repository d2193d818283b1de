import CSQLite

/// The time that one query may take, looked at by SQLite between its steps and by the table between its pages.
final class QueryBudget {
    private let limit: Duration
    private var deadline: ContinuousClock.Instant

    init(limit: Duration) {
        self.limit = limit
        deadline = .now.advanced(by: limit)
    }

    /// Begins a new query.
    func start() { deadline = .now.advanced(by: limit) }

    var isSpent: Bool { ContinuousClock.now > deadline }

    func check() throws(StorageError) {
        if isSpent { throw error }
    }

    /// What a query ends with that took too long.
    var error: StorageError { StorageError(code: SQLITE_INTERRUPT, "the query took longer than \(limit)") }
}
