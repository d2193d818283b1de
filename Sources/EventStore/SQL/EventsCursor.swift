/// One walk over the table: reads the log in short pages, so that no read holds on to an old state of it.
final class EventsCursor {
    private let source: any EventSource
    private let budget: QueryBudget
    private var query = EventsQuery(through: .start)
    private var place = Position.start
    private var isLast = true
    private var pageSize = EventsCursor.firstPageSize
    private var page: [RecordedEvent] = []
    private var index = 0
    /// The current row; nil at the end.
    private(set) var event: RecordedEvent?
    /// The current row's time, as text.
    var time = TimeText()

    /// Small at first, for a query that soon has enough, then growing fourfold.
    private static let firstPageSize = 64
    private static let pageSizeLimit = 4096

    init(source: any EventSource, budget: QueryBudget) {
        self.source = source
        self.budget = budget
    }

    /// Begins anew, at the first row of `query`.
    func start(_ query: EventsQuery) throws(StorageError) {
        self.query = query
        isLast = query.hasNothing
        pageSize = Self.firstPageSize
        page = []
        index = 0
        if query.isDescending {
            place = Position(query.high).advanced(by: 1)
        } else {
            place = Position(query.low - 1)
            self.query.selection.through = Position(query.high)
        }
        try advance()
    }

    func advance() throws(StorageError) {
        while index == page.count {
            guard !isLast else {
                page = []
                index = 0
                return event = nil
            }
            try readPage()
        }
        let next = page[index]
        index += 1
        event = query.isDescending && next.position.value < query.low ? end() : next
    }

    private func end() -> RecordedEvent? {
        isLast = true
        index = page.count
        return nil
    }

    private func readPage() throws(StorageError) {
        try budget.check()
        let limit = query.low == query.high ? 1 : pageSize
        let found =
            query.isDescending
            ? try source.readBackwards(query.selection, before: place, limit: limit)
            : try source.read(query.selection, after: place, limit: limit)
        page = found.events
        index = 0
        place = found.through
        isLast = found.isLast || (query.isDescending ? place.value <= query.low : place.value >= query.high)
        pageSize = min(pageSize * 4, Self.pageSizeLimit)
    }
}
