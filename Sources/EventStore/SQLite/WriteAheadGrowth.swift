/// How much a connection has written to its write-ahead log since that was last moved into the database.
///
/// SQLite writes whole pages: where a commit changes rows that lie apart, such as keys, they are many times what the rows are.
/// So what SQLite tells of each commit is counted.
final class WriteAheadGrowth {
    private let pageBytes: Int
    /// Pages in the file as of the last commit, and when it was last moved.
    private var pages = 0
    private var moved = 0

    /// For a connection that has its settings: SQLite tells one listener, which `wal_autocheckpoint` replaces.
    init(of connection: SQLiteConnection) throws(StorageError) {
        pageBytes = Int(try connection.number("PRAGMA page_size"))
        connection.afterCommit { [weak self] in self?.note(pages: $0) }
    }

    var bytes: Int { (pages - moved) * pageBytes }

    /// Says that the file was moved into the database.
    func reset() { moved = pages }

    /// - Parameter count: of pages in the file, which begins anew once all of it was moved and nobody reads it.
    func note(pages count: Int) {
        if count < pages { moved = 0 }
        pages = count
    }
}
