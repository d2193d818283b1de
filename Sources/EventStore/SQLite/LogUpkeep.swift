import Foundation

/// When the writer looks after the log's files, by what has been written since it last did.
struct LogUpkeep {
    /// Commits since the write-ahead log was last moved into the database, and what it has grown by.
    var commits = 0
    private let growth: WriteAheadGrowth
    private let commitLimit: Int

    /// The write-ahead log is emptied when it has grown by so much.
    ///
    /// The pages of frames are written over again and again: the longer it grows, the fewer of them are ever moved into
    /// the database.
    private static let byteLimit = 16 << 20
    /// Idle pages (8 KiB in a new log) that are kept for the next frames while events keep coming, and after a lull.
    static let idlePages = 1024
    static let idlePagesInLull = 32
    /// How many more are given back at once: a few milliseconds.
    static let pagesPerVacuum = 256
    /// Bytes of single commits that the end leaves as they are, a page's worth; that a lull does; and of the
    /// write-ahead log.
    static let unpackedBytes = 4 << 10
    static let unpackedBytesInLull = 32 << 10
    static let walBytes = 128 << 10

    init(commitLimit: Int, growth: WriteAheadGrowth) {
        self.commitLimit = commitLimit
        self.growth = growth
    }

    /// Whether so much was written that the write-ahead log should be emptied.
    var isDue: Bool { growth.bytes >= Self.byteLimit || commits >= commitLimit }

    mutating func checkpointed() {
        commits = 0
        growth.reset()
    }
}

extension LogWriter {
    /// Moves the write-ahead log into the database, and gives the space of frames back once much of it lies idle.
    func checkpoint() throws(StorageError) {
        upkeep.checkpointed()
        if try idlePages() > LogUpkeep.idlePages { _ = try vacuum() }
        try connection.checkpoint()
    }

    /// Does one step of what can wait until nothing else is to be done; true once there is no more.
    ///
    /// Nobody's lock is waited for: what cannot be done now is done in the next lull.
    func settle() throws(StorageError) -> Bool {
        connection.busyTimeout = 0
        let unsealed = reader.contents.unsealed()
        frames.letGo(sealedThrough: reader.contents.sealedThrough)
        if unsealed.count < Segment.sealedCount, try unpackedBytes() > LogUpkeep.unpackedBytesInLull {
            try pack(unsealed)
        } else if try idlePages() > LogUpkeep.idlePagesInLull, try vacuum() {
            // There may be more of them.
        } else {
            upkeep.checkpointed()
            if frames.isEmpty { frames.empty() }
            try connection.checkpoint()
            if walBytes() > LogUpkeep.walBytes { try connection.checkpoint(truncating: true) }
            reader.rest()
            sealer.rest()
            return true
        }
        return false
    }

    /// Leaves nothing for later: seals what fills a segment, packs the rest, and gives all idle space back.
    func finish() throws(StorageError) -> [Segment] {
        let unsealed = reader.contents.unsealed()
        let segments = try install(try sealer.seal(unsealed))
        try keepStreams(sealing: segments.last?.last)
        try pack(unsealed.dropFirst(segments.reduce(0) { $0 + $1.count }))
        try absorb()
        try connection.execute("PRAGMA incremental_vacuum")
        try connection.checkpoint(truncating: true)
        FrameFiles.remove(of: reader.database)
        return segments
    }

    /// Puts the events that are not sealed yet into one compressed frame, in the place of one a commit.
    ///
    /// - Parameter events: all of them.
    private func pack(_ events: ArraySlice<RecordedEvent>) throws(StorageError) {
        guard let first = events.first, let last = events.last,
            try unpackedBytes() > LogUpkeep.unpackedBytes
        else { return }
        let data = try PackedFrame.encode(events, keys: reader.keys)
        try connection.transaction { () throws(StorageError) in
            try statements.deleteFrames(through: last.position)
            try statements.insertFrame(first: first.position, last: last.position, time: first.time, data: data)
        }
        frames.clear()
    }

    private func unpackedBytes() throws(StorageError) -> Int { try statements.unpackedBytes() + frames.bytes }

    private func walBytes() -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: reader.database + "-wal")
        return attributes?[.size] as? Int ?? 0
    }

    private func idlePages() throws(StorageError) -> Int64 { try connection.number("PRAGMA freelist_count") }

    /// Gives some idle pages back; false where that cannot be done, as in a log that began without the setting for it.
    private func vacuum() throws(StorageError) -> Bool {
        let before = try idlePages()
        try connection.execute("PRAGMA incremental_vacuum(\(LogUpkeep.pagesPerVacuum))")
        return try idlePages() < before
    }
}
