extension SQLiteEventLog {
    /// Removes segments or puts what is kept of them in their place, in one transaction between two commits.
    ///
    /// The newest segment is never changed: the log's end and the chain's rest on it.
    func apply(_ changes: [SegmentChange]) async throws(AppendError) {
        try await onWriter { [contents, reader] writer in
            let directory = contents.directory
            guard let last = directory.last?.first else { return .success(()) }
            let changes = changes.filter { $0.first < last }
            do throws(StorageError) {
                try writer.apply(changes)
            } catch {
                return .failure(.storage(error))
            }
            contents.replace(directory: directory.applying(changes), unsealed: Array(contents.unsealed()))
            reader.forgetOpened()
            return .success(())
        }
    }

    /// Bytes of all sealed segments.
    func sealedBytes() throws(StorageError) -> Int {
        Int(try connection().number("SELECT total(length(data) + length(filter)) FROM segments"))
    }

    func bytes(ofSegmentAt first: Position) throws(StorageError) -> Int {
        Int(
            try connection().number(
                "SELECT total(length(data) + length(filter)) FROM segments WHERE first = \(first.value)"))
    }

    /// A segment as it is stored; nil where there is none.
    func archiveEntry(at first: Position) throws(StorageError) -> LogArchive.Entry? {
        let stored = try StoredSegments(connection(), keys: reader.keys)
        guard let segment = try stored.row(at: first)?.segment else { return nil }
        return LogArchive.Entry(segment: segment, link: try stored.link(of: segment))
    }

    private func connection() throws(StorageError) -> SQLiteConnection {
        try SQLiteConnection(path: database, access: .readOnly)
    }
}

extension LogWriter {
    func apply(_ changes: [SegmentChange]) throws(StorageError) {
        try connection.transaction { () throws(StorageError) in
            let table = try RemovedTable(connection)
            for change in changes {
                guard let digest = try table.remove(segmentAt: change.first), let kept = change.kept else { continue }
                var branch = SegmentChain(after: digest)
                try statements.insert(kept, digest: branch.add(kept))
            }
            try table.join()
        }
    }
}

/// The ranges of removed segments, for the writer.
private struct RemovedTable {
    private let connection: SQLiteConnection
    private let generation: Int64

    init(_ connection: SQLiteConnection) throws(StorageError) {
        self.connection = connection
        generation = try connection.number("SELECT coalesce(max(generation), 0) + 1 FROM removed")
    }

    /// Deletes a segment; gives the digest that what is kept of it builds on, nil where there is no such segment.
    func remove(segmentAt first: Position) throws(StorageError) -> [UInt8]? {
        let place = SQLiteValue.int(Int64(clamping: first.value))
        let row = try connection.prepare("SELECT last, digest FROM segments WHERE first = ?1")
        row.bind(place)
        guard try row.step() else { return nil }
        let (last, digest) = (row.int(0), row.blob(1))
        row.reset()
        try connection.prepare("DELETE FROM segments WHERE first = ?1").run(place)
        if let known = try covering(place, .int(last)) { return known }
        try connection.prepare("INSERT INTO removed(first, last, digest, generation) VALUES (?1, ?2, ?3, ?4)")
            .run(place, .int(last), .blob(digest), .int(generation))
        return digest
    }

    /// The digest of the range that covers a segment, which then is the rest of an earlier removal.
    private func covering(_ first: SQLiteValue, _ last: SQLiteValue) throws(StorageError) -> [UInt8]? {
        let row = try connection.prepare("SELECT digest FROM removed WHERE first <= ?1 AND last >= ?2")
        row.bind(first, last)
        guard try row.step() else { return nil }
        let digest = row.blob(0)
        row.reset()
        try connection.prepare("UPDATE removed SET generation = ?3 WHERE first <= ?1 AND last >= ?2")
            .run(first, last, .int(generation))
        return digest
    }

    /// Makes one range of neighbours in which nothing is left.
    func join() throws(StorageError) {
        let rows = try connection.prepare(
            """
            SELECT first, last, digest FROM removed
            WHERE NOT EXISTS (SELECT 1 FROM segments WHERE segments.first BETWEEN removed.first AND removed.last)
            ORDER BY first
            """)
        var runs: [(first: Int64, last: Int64, digest: [UInt8], isJoined: Bool)] = []
        while try rows.step() {
            if let run = runs.last, run.last + 1 == rows.int(0) {
                runs[runs.count - 1] = (run.first, rows.int(1), rows.blob(2), true)
            } else {
                runs.append((rows.int(0), rows.int(1), rows.blob(2), false))
            }
        }
        for run in runs where run.isJoined {
            try connection.prepare("DELETE FROM removed WHERE first BETWEEN ?1 AND ?2")
                .run(.int(run.first), .int(run.last))
            try connection.prepare("INSERT INTO removed(first, last, digest, generation) VALUES (?1, ?2, ?3, ?4)")
                .run(.int(run.first), .int(run.last), .blob(run.digest), .int(generation))
        }
    }
}

extension SegmentDirectory {
    /// The directory after changes to some of its segments.
    func applying(_ changes: [SegmentChange]) -> SegmentDirectory {
        let changed = Dictionary(changes.map { ($0.first, $0) }) { first, _ in first }
        var directory = SegmentDirectory()
        for index in 0..<count {
            guard let change = changed[self[index].first] else {
                directory.append(self[index])
                continue
            }
            if let kept = change.kept { directory.append(kept.summary) }
        }
        return directory
    }
}
