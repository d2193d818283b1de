import EventStore

/// The stored form of the series: a snapshot a sealed block, and one of everything else.
struct SeriesSnapshots: Sendable {
    static let state = "series/state"
    static let blocks = "series/block/"
    private static let blockSchema = "series block 1"

    let log: any EventLog
    private let empty: SeriesFold
    private let schema: Result<String, any Error>

    init(log: any EventLog, empty: SeriesFold) {
        self.log = log
        self.empty = empty
        schema = Result { try empty.schema() }
    }

    /// The stored value; the empty one where there is none that can be used, and then nothing of it is kept.
    ///
    /// - Throws: a `StorageError` of the log; where a producer has a property that cannot be stored.
    func restore() async throws -> SeriesFold {
        let schema = try schema.get()
        let headings = try await log.snapshots(prefix: Self.blocks)
        let names = Set(headings.filter { $0.schema == Self.blockSchema }.map(\.name))
        if let snapshot = try await log.snapshot(named: Self.state), snapshot.schema == schema,
            snapshot.position <= log.head, let bytes = try? snapshot.inflated(),
            let fold = try? empty.restored(from: bytes), try await isOfThisLog(fold),
            fold.store.headings.allSatisfy({ names.contains($0.name) })
        {
            // Blocks of later events come again as they were.
            let wanted = Set(fold.store.headings.map(\.name))
            for name in names where !wanted.contains(name) { try? await log.removeSnapshot(named: name) }
            return fold
        }
        try await forget()
        return empty
    }

    /// Removes everything stored; where the log can only be read it stays, and is passed over again next time.
    func forget() async throws {
        try? await log.removeSnapshot(named: Self.state)
        for heading in try await log.snapshots(prefix: Self.blocks) {
            try? await log.removeSnapshot(named: heading.name)
        }
    }

    /// Whether the last event that a producer saw is in this log at that time.
    private func isOfThisLog(_ fold: SeriesFold) async throws -> Bool {
        var selection = fold.selection
        selection.through = fold.position
        return try await log.readBackwards(selection, before: nil, limit: 1).events.first?.time == fold.time
    }

    /// Stores what is not stored yet; gives the names of the blocks that are, all or what could be.
    ///
    /// Where the log refuses, the next time will do.
    func save(_ fold: SeriesFold) async -> Set<String> {
        var saved: Set<String> = []
        for block in fold.store.sources.flatMap(\.blocks) {
            guard let contents = block.contents else { continue }
            let snapshot = Snapshot(
                name: block.heading.name, position: Position(block.heading.lastPosition), schema: Self.blockSchema,
                data: contents.bytes)
            guard (try? await log.save(snapshot)) != nil else { return saved }
            saved.insert(block.heading.name)
        }
        guard fold.position > .start, let schema = try? schema.get(), let data = try? fold.stored(),
            let snapshot = try? Snapshot(name: Self.state, position: fold.position, schema: schema, deflating: data),
            (try? await log.save(snapshot)) != nil
        else { return saved }
        for heading in fold.store.removed { try? await log.removeSnapshot(named: heading.name) }
        return saved
    }

    /// The bytes of a block; nil where they are gone or damaged.
    func contents(_ name: String) async throws -> BlockContents? {
        guard let snapshot = try await log.snapshot(named: name), snapshot.schema == Self.blockSchema else {
            return nil
        }
        return BlockContents(snapshot.data)
    }
}

extension SeriesStore {
    var headings: [BlockHeading] { sources.flatMap { $0.blocks.map(\.heading) } }

    /// Lets go of the bytes of stored blocks, and of the names of those whose removal is done.
    mutating func release(_ names: Set<String>, removed gone: Set<String>) {
        removed.removeAll { gone.contains($0.name) }
        for source in sources.indices {
            for block in sources[source].blocks.indices where sources[source].blocks[block].contents != nil {
                if names.contains(sources[source].blocks[block].heading.name) {
                    sources[source].blocks[block].contents = nil
                }
            }
        }
    }
}
