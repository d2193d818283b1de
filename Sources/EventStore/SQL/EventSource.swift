/// Where the table `events` gets its rows: the log itself, or a file that was made of it.
protocol EventSource: Sendable {
    /// The last position there is.
    func head() throws(StorageError) -> Position

    func read(_ selection: Selection, after position: Position, limit: Int) throws(StorageError) -> Page

    func readBackwards(_ selection: Selection, before position: Position, limit: Int) throws(StorageError) -> Page
}

extension LogReader: EventSource {
    func head() throws(StorageError) -> Position {
        try refresh()
        return contents.head
    }
}
