/// The columns of the table `events`, in the order of its declaration.
enum EventColumn: Int32, CaseIterable {
    case position, time, type, stream, revision, traceID, spanID, principal, payload
    // Hidden: `SELECT *` leaves them out, a query may name them.
    case version, causation, category, nanoseconds

    /// What SQLite is told; the collation `TIME` compares moments, however they are written.
    static let declaration = """
        CREATE TABLE events(
            position INTEGER, time TEXT COLLATE TIME, type TEXT, stream TEXT, revision INTEGER, trace_id TEXT,
            span_id TEXT, principal TEXT, payload JSON_TEXT, version INTEGER HIDDEN, causation INTEGER HIDDEN,
            category TEXT HIDDEN, time_ns INTEGER HIDDEN)
        """

    /// The declared type of columns that hold JSON: a reader of the rows may show them as such.
    static let jsonType = "JSON_TEXT"

    /// Every event has its own: rows ordered by it need no second column.
    var isUnique: Bool { self == .position }

    /// Never falls from one position to the next: ordering by it is ordering by position.
    var followsPosition: Bool { self == .position || self == .time || self == .nanoseconds }

    /// Compared as text, under a collation.
    var isText: Bool {
        switch self {
        case .position, .revision, .version, .causation, .nanoseconds: false
        default: true
        }
    }
}
