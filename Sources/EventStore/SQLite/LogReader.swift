import Synchronization

/// Reads the log: sealed segments over a read-only connection, the events after them out of memory.
///
/// Each read touches the database only to fetch whole segments, which never change, so nothing holds an old state
/// of it and the write-ahead log can always be reused.
final class LogReader: Sendable {
    let contents: LogContents
    let database: String
    let keys: SubjectKeys
    private let table: Mutex<SegmentTable>
    /// The state that `contents` shows: of the database, and the last position beside it.
    private let version = Mutex<(database: Int64, files: Int64)?>(nil)
    /// Of the removed segments that `contents` knows of.
    private let generation = Mutex<Int64>(0)
    private let cache = Mutex(SegmentCache())

    /// The most events examined in one page beyond those asked for.
    private static let reach = 4 * Segment.sealedCount

    /// - Parameter contents: kept up to date by the writer of this process, or by ``refresh()``.
    init(path: String, contents: LogContents, keys: SubjectKeys) throws(StorageError) {
        let connection = try SQLiteConnection(path: path, access: .readOnly)
        try LogSchema.requireCurrent(connection)
        table = Mutex(try SegmentTable(connection, keys: keys))
        self.contents = contents
        database = path
        self.keys = keys
    }

    /// Brings the contents up to what lies in the database and beside it now.
    func refresh() throws(StorageError) {
        try table.withLock { (table) throws(StorageError) in
            // First what lies beside the database: what goes from there meanwhile is in it.
            let files = try FrameFiles.frames(of: database)
            let found = (database: try table.dataVersion(), files: files.last?.last ?? 0)
            guard version.withLock({ $0.map { $0 != found } ?? true }) else { return }
            var directory = contents.directory
            let frames = try table.snapshot { () throws(StorageError) in
                try forgetRemoved(table, &directory)
                let hasDamage = try table.extend(&directory)
                let frames = try table.frames(after: directory.sealedThrough, files)
                if let first = frames.first?.position {
                    try directory.close(upTo: first, hasDamage: true)
                } else if hasDamage {
                    throw StorageError("the segments after event \(directory.sealedThrough) are damaged")
                }
                return frames
            }
            contents.replace(directory: directory, unsealed: frames)
            version.withLock { $0 = found }
        }
    }

    /// The same where the database itself has changed; false where it has not, and nobody has looked beside it.
    func refreshDatabase() throws(StorageError) -> Bool {
        let found = try table.withLock { (table) throws(StorageError) in try table.dataVersion() }
        guard version.withLock({ $0?.database != found }) else { return false }
        try refresh()
        return true
    }

    /// Begins the directory anew where another process has removed segments.
    private func forgetRemoved(_ table: SegmentTable, _ directory: inout SegmentDirectory) throws(StorageError) {
        let found = try table.generation()
        guard generation.withLock({ $0 }) != found else { return }
        directory = SegmentDirectory()
        forgetOpened()
        generation.withLock { $0 = found }
    }

    func snapshot(named name: String) throws(StorageError) -> Snapshot? {
        try table.withLock { (table) throws(StorageError) in try table.snapshot(named: name) }
    }

    func snapshots(prefix: String) throws(StorageError) -> [SnapshotHeading] {
        try table.withLock { (table) throws(StorageError) in try table.snapshots(prefix: prefix) }
    }

    func read(_ selection: Selection, after position: Position, limit: Int) throws(StorageError) -> Page {
        if let page = contents.page(selection, after: position, limit: limit) { return page }
        let directory = contents.directory
        var found: [RecordedEvent] = []
        var through = position
        var sieve = SegmentSieve(selection)
        var examined = 0
        for index in directory.index(after: position)..<directory.count {
            let summary = directory[index]
            if let last = selection.through, summary.first > last {
                // Nothing of the selection lies beyond: its reader has seen the log up to the head.
                return Page(events: found, through: max(position, contents.head), isLast: true)
            }
            if sieve.mayHold(summary) {
                let segment = try segment(summary)
                let first = max(position.value &+ 1, summary.first.value)
                let wanted = segment?.indexes(matching: selection, in: first...max(first, summary.last.value)) ?? []
                found += wanted.prefix(limit - found.count).compactMap { segment?.event(at: $0) }
                examined += summary.count
            }
            through = summary.last
            if found.count == limit {
                return Page(events: found, through: found.last?.position ?? through, isLast: false)
            }
            if examined >= limit + Self.reach { return Page(events: found, through: through, isLast: false) }
        }
        guard let rest = contents.page(selection, after: through, limit: limit - found.count) else {
            return Page(events: found, through: through, isLast: false)
        }
        return Page(events: found + rest.events, through: rest.through, isLast: rest.isLast)
    }

    /// Goes on until something is found or the log begins.
    func readBackwards(_ selection: Selection, before position: Position, limit: Int) throws(StorageError) -> Page {
        let page = contents.pageBackwards(selection, before: position, limit: limit)
        guard page.events.count < limit, !page.isLast else { return page }
        let directory = contents.directory
        var found = page.events
        var through = page.through
        var sieve = SegmentSieve(selection)
        for index in (0..<directory.index(from: page.through)).reversed() {
            let summary = directory[index]
            if let since = selection.since, summary.lastTime < since { break }
            if sieve.mayHold(summary), let segment = try segment(summary) {
                let last = min(page.through.value &- 1, summary.last.value)
                let wanted = segment.indexes(
                    matching: selection, in: summary.first.value...max(summary.first.value, last))
                found += wanted.suffix(limit - found.count).reversed().map { segment.event(at: $0) }
                if found.count == limit, let last = found.last {
                    return Page(events: found, through: last.position, isLast: last.position.value <= 1)
                }
            }
            through = summary.first
        }
        return Page(events: found, through: min(through, Position(1)), isLast: true)
    }

    /// The revision a stream is at; nil where it has no events.
    func revision(of stream: StreamName) throws(StorageError) -> Revision? {
        let selection = Selection(stream: stream)
        return try readBackwards(selection, before: contents.head.advanced(by: 1), limit: 1).events.first?.revision
    }

    /// Drops what was opened, for payloads that must not be shown any more.
    func forgetOpened() { cache.withLock { $0 = SegmentCache() } }

    /// Lets go of what is in memory only because it was asked for, until it is again.
    func rest() {
        forgetOpened()
        contents.rest()
        Allocator.giveBack()
        StartCode.letGo()
    }

    /// A segment of the directory.
    func segment(_ summary: SegmentDirectory.Summary) throws(StorageError) -> SealedSegment? {
        guard !summary.isDamaged else {
            throw StorageError("events \(summary.first) to \(summary.last): \(ByteReader.damaged.message)")
        }
        return try segment(at: summary.first)
    }

    /// A segment with its columns; nil where retention has removed it meanwhile.
    func segment(at first: Position) throws(StorageError) -> SealedSegment? {
        if let known = cache.withLock({ $0[first] }) { return known }
        let stored = try table.withLock { (table) throws(StorageError) in try table.segment(at: first) }
        guard let stored else { return nil }
        do throws(StorageError) {
            let segment = try SealedSegment(stored, keys: keys)
            cache.withLock { $0.add(segment) }
            return segment
        } catch {
            throw StorageError(code: error.code, "events \(stored.first) to \(stored.last): \(error.message)")
        }
    }
}
