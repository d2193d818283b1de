/// The revisions of some streams.
struct StreamRevisions {
    private var index = HashIndex(capacity: 256)
    private var names: [StreamName] = []
    private var revisions: [Revision] = []

    var count: Int { names.count }

    subscript(stream: HashedStream) -> Revision? { place(of: stream).map { revisions[$0] } }

    /// Notes the revision that a stream is at.
    mutating func set(_ stream: HashedStream, to revision: Revision) {
        if let place = place(of: stream) {
            revisions[place] = revision
        } else {
            add(stream, at: revision)
        }
    }

    /// Notes the revision of a stream that it does not have.
    mutating func add(_ stream: HashedStream, at revision: Revision) {
        index.add(stream.hash)
        names.append(stream.name)
        revisions.append(revision)
    }

    /// Forgets all of them and keeps the room.
    mutating func removeAll() {
        index.removeAll()
        names.removeAll(keepingCapacity: true)
        revisions.removeAll(keepingCapacity: true)
    }

    private func place(of stream: HashedStream) -> Int? {
        index.index(of: stream.hash) { names[$0] == stream.name }
    }
}
