/// Checks every byte of a log that can be checked, and says what is wrong and what is intact.
public struct LogCheck {
    /// A fault, and the events it concerns.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The positions concerned; nil where the fault lies in none.
        public let positions: ClosedRange<UInt64>?
        /// How many events those are; 0 where there are none.
        public let events: Int
        public let reason: String

        public var description: String {
            guard let positions else { return reason }
            return "positions \(positions.lowerBound) to \(positions.upperBound) (\(events) events): \(reason)"
        }
    }

    /// What was found.
    public struct Report: Hashable, Sendable {
        public internal(set) var problems: [Problem] = []
        /// Runs of positions whose events are all as they were appended.
        public internal(set) var intact: [ClosedRange<UInt64>] = []
        public internal(set) var intactEvents = 0
        public internal(set) var segments = 0
        public internal(set) var frames = 0
        /// Ranges that retention has removed.
        public internal(set) var removed: [ClosedRange<UInt64>] = []
        /// What the last segment's digest should be: kept elsewhere, it shows later that nothing before was changed.
        public internal(set) var digest = ""

        public var isIntact: Bool { problems.isEmpty }
    }

    private let connection: SQLiteConnection
    private let keys: SubjectKeys
    private let stored: StoredSegments
    private var report = Report()
    private var ledger = EventLedger()

    /// Checks the log in `folder`, also while a process writes there: what was sealed when it began.
    ///
    /// The database's own structure; each segment's checksum, digest, columns and payloads; that positions have no
    /// gaps but those of retention, times do not fall and revisions rise; the frames, keys and snapshots.
    ///
    /// - Throws: where there is no log, or its database cannot be opened at all.
    public static func run(folder: String) throws(StorageError) -> Report {
        let place = LogFolder(folder)
        return try run(database: place.existingDatabase(), keys: SubjectKeys.openForReading(path: place.keys))
    }

    static func run(database: String, keys: SubjectKeys) throws(StorageError) -> Report {
        var check = try LogCheck(database: database, keys: keys)
        check.checkDatabase()
        try check.checkSegments()
        check.checkFrames()
        check.checkKeys()
        return check.report
    }

    private init(database: String, keys: SubjectKeys) throws(StorageError) {
        let files = try FrameFiles.frames(of: database)
        connection = try SQLiteConnection(path: database, access: .readOnly)
        try LogSchema.requireCurrent(connection)
        self.keys = keys
        stored = try StoredSegments(connection, keys: keys, files: files)
    }

    private mutating func checkDatabase() {
        do throws(StorageError) {
            let statement = try connection.prepare("PRAGMA integrity_check(20)")
            while try statement.step() {
                if statement.text(0) != "ok" { add(nil, "the database: \(statement.text(0))") }
            }
        } catch {
            add(nil, "the database: \(error)")
        }
    }

    // MARK: Segments

    private mutating func checkSegments() throws(StorageError) {
        let (firsts, error) = stored.firsts()
        if let error { add(nil, "the table of segments cannot be read to its end: \(error)") }
        var walk = ChainWalk(removed: try stored.removed())
        for (index, first) in firsts.enumerated() {
            for range in walk.passRemoved(before: first) { note(removed: range, &walk) }
            check(first, before: index + 1 < firsts.count ? firsts[index + 1] : nil, &walk)
        }
        for range in walk.passRemoved(before: Position(.max)) { note(removed: range, &walk) }
        report.digest = Hexadecimal.text(bytes: walk.digest)
        ledger.expect(walk.next)
    }

    private mutating func note(removed range: StoredSegments.Removed, _ walk: inout ChainWalk) {
        note(gapBefore: range.first, &walk)
        report.removed.append(range.first.value...max(range.first, range.last).value)
        walk.pass(range)
    }

    private mutating func check(_ first: Position, before next: Position?, _ walk: inout ChainWalk) {
        report.segments += 1
        do throws(StorageError) {
            guard let row = try stored.row(at: first) else { return }
            let (segment, digest) = (row.segment, row.digest)
            note(gapBefore: first, &walk)
            let faults = SegmentInspector(row, keys: keys).faults(after: walk.before(segment))
            let last = faults.isEmpty ? segment.last : segment.plausibleLast(before: next)
            let range = segment.first.value...last.value
            let order = faults.isEmpty ? try ledger.note(SealedSegment(segment, keys: keys)) : nil
            if let reason = faults.first ?? order {
                add(range, events: Self.events(in: segment), reason)
            } else {
                add(intact: range, count: segment.count)
            }
            walk.pass(segment, digest: digest, last: last)
        } catch {
            add(first.value...first.value, events: 1, "the segment that begins there cannot be read: \(error)")
            walk.breakChain()
        }
    }

    /// By the row, or by the data where the row says what cannot be.
    private static func events(in segment: Segment) -> Int {
        let width = segment.last.value &- segment.first.value
        return segment.count > 0 && UInt64(segment.count) <= width &+ 1
            ? segment.count : segment.with(data: segment.data).count
    }

    private mutating func note(gapBefore position: Position, _ walk: inout ChainWalk) {
        guard let gap = walk.gap(before: position) else { return }
        add(gap, events: gap.count, "the events are missing")
        walk.breakChain()
    }

    // MARK: Frames and the rest

    private mutating func checkFrames() {
        do throws(StorageError) {
            try stored.frames(after: Position(ledger.next.value - 1)) { (range, events) throws(StorageError) in
                report.frames += 1
                // The first events of a commit may be sealed already, its last ones not.
                let first = max(range.lowerBound, ledger.next.value)
                guard first <= range.upperBound else { return }
                try check(first...range.upperBound, events)
                ledger.expect(Position(range.upperBound).advanced(by: 1))
            }
        } catch {
            add(nil, "the commits that are not sealed yet cannot be read: \(error)")
        }
    }

    private mutating func check(
        _ range: ClosedRange<UInt64>, _ events: Result<[RecordedEvent], StorageError>
    ) throws(StorageError) {
        guard case .success(let events) = events else {
            if case .failure(let error) = events {
                add(range, events: range.count, "the commit of these events: \(error)")
            }
            return
        }
        if let gap = ledger.gap(before: range.lowerBound) { add(gap, events: gap.count, "the events are missing") }
        let waiting = events.filter { $0.position.value >= range.lowerBound }
        if let reason = try ledger.note(waiting) {
            add(range, events: waiting.count, reason)
        } else {
            add(intact: range, count: waiting.count)
        }
    }

    private mutating func checkKeys() {
        let head = ledger.next.value - 1
        for (table, column, name) in [
            ("append_keys", "last", "idempotency key"), ("snapshots", "position", "snapshot"),
        ] {
            do throws(StorageError) {
                let count = try connection.number(
                    "SELECT count(*) FROM \(table) WHERE \(column) > \(head) OR \(column) < 0")
                if count > 0 { add(nil, "\(count) \(name)s speak of events beyond the log's end, \(head)") }
            } catch {
                add(nil, "the \(name)s cannot be read: \(error)")
            }
        }
    }

    private mutating func add(_ positions: ClosedRange<UInt64>?, events: Int = 0, _ reason: String) {
        report.problems.append(Problem(positions: positions, events: events, reason: reason))
    }

    private mutating func add(intact range: ClosedRange<UInt64>, count: Int) {
        report.intactEvents += count
        if let last = report.intact.last, last.upperBound + 1 == range.lowerBound {
            report.intact[report.intact.count - 1] = last.lowerBound...range.upperBound
        } else {
            report.intact.append(range)
        }
    }
}

extension LogCheck.Report {
    public var json: JSON {
        let ranges = { (ranges: [ClosedRange<UInt64>]) in
            JSON.array(ranges.map { ["first": .int(Int($0.lowerBound)), "last": .int(Int($0.upperBound))] })
        }
        return [
            "intact": .bool(isIntact), "events": .int(intactEvents), "segments": .int(segments),
            "frames": .int(frames), "digest": .string(digest), "intact_ranges": ranges(intact),
            "removed_ranges": ranges(removed),
            "problems": .array(
                problems.map { problem in
                    var object: JSONObject = ["reason": .string(problem.reason)]
                    if let positions = problem.positions {
                        object["first"] = .int(Int(positions.lowerBound))
                        object["last"] = .int(Int(positions.upperBound))
                        object["events"] = .int(problem.events)
                    }
                    return .object(object)
                }),
        ]
    }
}
