/// The revision each stream is at: streams seen lately by name, all others by a filter and, on a hit, a search.
struct StreamHeads {
    /// What was looked up lately, in two halves: when the younger is full, the older is forgotten.
    private var young = StreamRevisions()
    private var old = StreamRevisions()
    private var seen: StreamFilter

    /// The name of the snapshot that keeps the filter, and what its bytes mean.
    static let snapshotName = "log/streams"
    static let schema = "scalable-bloom-1"
    private static let limit = 16_384
    /// Whether part of the log could not be read when the filter was made: then any stream may be known.
    private var isUnsure = false

    init(seen: StreamFilter = StreamFilter()) { self.seen = seen }

    /// The revision of a stream; nil where it has none.
    ///
    /// - Parameter search: looks into the log, for a stream that may be there.
    mutating func revision(
        of stream: HashedStream, search: (StreamName) throws(StorageError) -> Revision?
    ) throws(StorageError) -> Revision? {
        if let known = young[stream] { return known }
        guard isUnsure || seen.mayContain(stream.hash) else { return nil }
        var found = old[stream]
        if found == nil { found = try search(stream.name) }
        if let found { young.set(stream, to: found) }
        return found
    }

    /// Notes a stream's new revision.
    mutating func advance(_ stream: HashedStream, to revision: Revision, isNew: Bool) {
        guard isNew else { return young.set(stream, to: revision) }
        seen.insert(stream.hash)
        young.add(stream, at: revision)
    }

    /// Notes a stream that the log holds.
    mutating func note(_ stream: StreamName) {
        let hash = KeyFilter.hash(stream)
        if !seen.mayContain(hash) { seen.insert(hash) }
    }

    /// Notes that there may be streams which could not be read.
    mutating func noteUnreadable() { isUnsure = true }

    /// Makes room between two groups; never within one, whose revisions nobody else knows yet.
    mutating func makeRoom() {
        guard young.count >= Self.limit else { return }
        swap(&young, &old)
        young.removeAll()
    }

    /// Forgets revisions that may not have been committed; streams noted in vain only cost a search.
    mutating func forget() {
        young = StreamRevisions()
        old = StreamRevisions()
    }

    /// The filter as a snapshot.
    func snapshot(at position: Position) -> Snapshot {
        Snapshot(name: Self.snapshotName, position: position, schema: Self.schema, data: seen.data)
    }
}
