import Foundation

/// Saves what can be saved of a damaged log.
public struct LogRepair {
    /// What came of it.
    public struct Result: Hashable, Sendable {
        /// Events that the new log has.
        public internal(set) var kept = 0
        /// Events whose bytes cannot be trusted, which it has not.
        public internal(set) var lost = 0
        /// Damaged segments that were restored to the bit, proved by their digest.
        public internal(set) var mended = 0
        /// Where the damaged log lies now.
        public internal(set) var damaged = ""
    }

    private let source: StoredSegments
    private let keys: SubjectKeys
    private let old: SQLiteConnection
    private let new: SQLiteConnection
    private let statements: WriterStatements
    private var walk: ChainWalk
    private var chain = SegmentChain()
    private var lastTime = Timestamp(nanoseconds: .min)
    private var next = Position(1)
    private var result = Result()

    private static let level: Int32 = 6

    /// Puts a new log of all that is intact in the place of the damaged one in `folder`, which is kept beside it.
    ///
    /// A segment with one flipped bit is restored. Of others, the events of payload blocks that can still be read are
    /// kept. Positions stay; those of lost events are empty for good, and an event `log.repaired` at the end says so.
    ///
    /// - Throws: where another process writes there; where the database cannot be opened at all.
    public static func run(folder: String) throws(StorageError) -> Result {
        let place = LogFolder(folder)
        let lock = try place.lock()
        defer { try? lock.close() }
        let draft = place.database + ".repaired"
        FileSwap.remove(draft)
        let keys = try SubjectKeys.open(path: place.keys)
        var result = try repair(place.existingDatabase(), into: draft, keys: keys)
        let report = try LogCheck.run(database: draft, keys: keys)
        guard report.isIntact else {
            throw StorageError("the repaired log is not intact: \(report.problems.first?.description ?? "")")
        }
        result.damaged = try FileSwap.put(draft, inPlaceOf: place.database, keeping: "damaged")
        return result
    }

    private static func repair(
        _ database: String, into draft: String, keys: SubjectKeys
    ) throws(StorageError) -> Result {
        let new = try LogWriter.connect(path: draft, keys: keys, busyTimeout: 5000)
        var repair = try LogRepair(
            old: SQLiteConnection(path: database, access: .readOnly), files: FrameFiles.frames(of: database), new: new,
            keys: keys)
        try new.transaction { () throws(StorageError) in
            try repair.copySegments()
            try repair.copyFrames()
            try repair.copyKeys()
            try repair.noteLosses()
        }
        try new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return repair.result
    }

    private init(
        old: SQLiteConnection, files: [StoredFrame], new: SQLiteConnection, keys: SubjectKeys
    ) throws(StorageError) {
        self.keys = keys
        self.old = old
        self.new = new
        source = try StoredSegments(old, keys: keys, files: files)
        statements = try WriterStatements(new)
        walk = ChainWalk(removed: (try? source.removed()) ?? [])
    }

    // MARK: Segments

    private mutating func copySegments() throws(StorageError) {
        let firsts = source.firsts().found
        for (index, first) in firsts.enumerated() {
            for range in walk.passRemoved(before: first) { try copy(range) }
            try copySegment(at: first, before: index + 1 < firsts.count ? firsts[index + 1] : nil)
        }
        for range in walk.passRemoved(before: Position(.max)) { try copy(range) }
    }

    private mutating func copy(_ range: StoredSegments.Removed) throws(StorageError) {
        try fillGap(before: range.first)
        walk.pass(range)
        try insert(range)
    }

    private mutating func copySegment(at first: Position, before next: Position?) throws(StorageError) {
        // One that cannot be read is a gap, found at the next.
        guard let row = try? source.row(at: first) else { return walk.breakChain() }
        let (segment, digest) = (row.segment, row.digest)
        let before = walk.before(segment)
        var last = segment.last
        if SegmentInspector(row, keys: keys).faults(after: before).isEmpty {
            try keep(segment)
        } else if let before, let mended = SegmentMender(segment, digest: digest, before: before, keys: keys).mend() {
            try keep(mended)
            result.mended += 1
            last = mended.last
        } else {
            last = segment.plausibleLast(before: next)
            try salvage(segment, through: last, digest: digest)
        }
        walk.pass(segment, digest: digest, last: last)
    }

    private mutating func keep(_ segment: Segment) throws(StorageError) {
        guard segment.first >= next || isBranch(segment) else { return }
        try fillGap(before: segment.first)
        result.kept += segment.count
        lastTime = max(lastTime, segment.lastTime)
        if isBranch(segment) {
            var branch = chain
            try statements.insert(segment, digest: branch.add(segment))
        } else {
            try statements.insert(segment, digest: chain.add(segment))
            next = segment.last.advanced(by: 1)
        }
    }

    /// Whether the segment lies within a range that was passed: kept events of it.
    private func isBranch(_ segment: Segment) -> Bool { segment.last < next }

    /// Keeps the events that can be trusted, as a branch of the chain, which goes on from the damaged segment's digest.
    private mutating func salvage(_ segment: Segment, through last: Position, digest: [UInt8]) throws(StorageError) {
        guard segment.first >= next, last >= segment.first else { return }
        let events = readable(segment).filter { $0.position >= segment.first && $0.position <= last }
        try fillGap(before: segment.first)
        try insert(StoredSegments.Removed(first: segment.first, last: last, digest: digest))
        result.lost += Int(last.value - segment.first.value) + 1 - events.count
        guard !events.isEmpty else { return }
        try keep(try SegmentEncoder(level: Self.level).encode(events[...], keys: keys))
    }

    /// The events whose payload block is whole, where another one is not: there the damage lies.
    ///
    /// Where all of them are whole, or the envelopes are damaged, nothing says where the damage lies.
    private func readable(_ segment: Segment) -> [RecordedEvent] {
        if CRC32.of(segment.data) == segment.checksum {
            // The row beside the data is damaged, or its digest.
            guard SegmentInspector.isConsistent(segment, keys: keys),
                let opened = try? SealedSegment(segment, keys: keys)
            else { return [] }
            return (0..<opened.count).map { opened.event(at: $0) }
        }
        guard let opened = try? SealedSegment(segment.with(data: segment.data), keys: keys),
            (try? opened.check()) == nil
        else {
            return []
        }
        return (0..<opened.count).map { opened.event(at: $0) }.filter { !$0.payload.isEmpty }
    }

    private mutating func insert(_ range: StoredSegments.Removed) throws(StorageError) {
        try new.prepare("INSERT OR REPLACE INTO removed(first, last, digest) VALUES (?1, ?2, ?3)")
            .run(.int(Int64(clamping: range.first.value)), .int(Int64(clamping: range.last.value)), .blob(range.digest))
        chain = SegmentChain(after: range.digest)
        next = max(next, range.last.advanced(by: 1))
    }

    private mutating func fillGap(before position: Position) throws(StorageError) {
        guard position > next else { return }
        result.lost += Int(position.value - next.value)
        try insert(StoredSegments.Removed(first: next, last: Position(position.value - 1), digest: chain.digest))
    }

    // MARK: Frames and the rest

    /// Seals the events of all commits that can be read.
    private mutating func copyFrames() throws(StorageError) {
        var events: [RecordedEvent] = []
        try? source.frames(after: Position(next.value - 1)) { (range, found) throws(StorageError) in
            switch found {
            case .success(let found): events += found
            case .failure: break
            }
        }
        var waiting: [RecordedEvent] = []
        for event in events where event.position >= next {
            let isNext = waiting.last.map { $0.position.advanced(by: 1) == event.position } ?? true
            if !isNext || waiting.count == Segment.sealedCount { try seal(&waiting) }
            waiting.append(event)
        }
        try seal(&waiting)
    }

    private mutating func seal(_ events: inout [RecordedEvent]) throws(StorageError) {
        guard !events.isEmpty else { return }
        try keep(try SegmentEncoder(level: Self.level).encode(events[...], keys: keys))
        events = []
    }

    private mutating func copyKeys() throws(StorageError) {
        let keys = try new.prepare("INSERT OR IGNORE INTO append_keys VALUES (?1, ?2, ?3, ?4, ?5)")
        try? copy("SELECT key, digest, first, last, revision FROM append_keys WHERE last < ?1") {
            (row) throws(StorageError) in
            try keys.run(.text(row.text(0)), .int(row.int(1)), .int(row.int(2)), .int(row.int(3)), .int(row.int(4)))
        }
        let snapshots = try new.prepare("INSERT OR IGNORE INTO snapshots VALUES (?1, ?2, ?3, ?4)")
        try? copy("SELECT name, schema, position, data FROM snapshots WHERE position < ?1 AND name NOT LIKE 'log/%'") {
            (row) throws(StorageError) in
            try snapshots.run(.text(row.text(0)), .text(row.text(1)), .int(row.int(2)), .blob(row.blob(3)))
        }
    }

    /// Until the rows end or cannot be read.
    private func copy(
        _ sql: String, _ body: (SQLiteStatement) throws(StorageError) -> Void
    ) throws(StorageError) {
        let rows = try old.prepare(sql)
        rows.bind(.int(Int64(clamping: next.value)))
        while try rows.step() { try body(rows) }
    }

    /// The log itself says what it lost; the event also holds the place of what was last.
    private mutating func noteLosses() throws(StorageError) {
        guard result.lost > 0 else { return }
        let data: JSON = ["kept": .int(result.kept), "lost": .int(result.lost), "mended": .int(result.mended)]
        let event = RecordedEvent(
            position: next, time: max(lastTime, Timestamp(nanoseconds: 0)), stream: StreamName("log", "repair-\(next)"),
            revision: .first, type: "log.repaired", version: 1, metadata: EventMetadata(), payload: data.bytes)
        try keep(try SegmentEncoder(level: Self.level).encode([event][...], keys: keys))
        result.kept -= 1
    }
}
