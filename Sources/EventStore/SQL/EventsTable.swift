/// The table `events` of one connection: its source, and the state of the log that the running query sees.
final class EventsTable {
    let source: any EventSource
    let budget: QueryBudget
    /// Fixed at the start of a query: a join sees the same log from all its sides.
    private(set) var head = Position.start

    init(source: any EventSource, budget: QueryBudget) {
        self.source = source
        self.budget = budget
    }

    /// Looks where the log ends, for a new query.
    func refresh() throws(StorageError) { head = try source.head() }

    func cursor() -> EventsCursor { EventsCursor(source: source, budget: budget) }
}
