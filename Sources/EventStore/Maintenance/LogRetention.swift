import Foundation

/// Takes events out of a log whose time is over, whole segments at a time, while it is in use.
///
/// Positions stay: reading over removed ones finds nothing there. The hash chain stays whole: the digest of what was
/// removed remains, and what is kept of a segment is chained to it. The newest sealed segment and the events after it
/// are never touched. A stream whose events are all gone begins anew at revision 0.
public struct LogRetention: Sendable {
    /// What was done.
    public struct Result: Hashable, Sendable {
        public fileprivate(set) var removedEvents = 0
        public fileprivate(set) var removedSegments = 0
        /// Segments of which some events were kept.
        public fileprivate(set) var rewrittenSegments = 0
        /// The archive that has what was removed; nil where nothing was, or none was asked for.
        public fileprivate(set) var archive: String?
    }

    private let log: SQLiteEventLog
    private let policy: RetentionPolicy
    private let archiveFolder: String?

    /// Segments changed in one transaction: a few milliseconds that a commit may have to wait.
    private static let stepCount = 16
    private static let level: Int32 = 6

    /// - Parameter archiveFolder: where the segments are archived, whole, before anything of them goes; nil for nowhere.
    public init(of log: SQLiteEventLog, policy: RetentionPolicy, archiveFolder: String? = nil) {
        self.log = log
        self.policy = policy
        self.archiveFolder = archiveFolder
    }

    /// Removes what the policy does not keep; a segment's age is that of its newest event.
    ///
    /// Stopping it at any moment leaves a log that is whole, with less removed.
    ///
    /// - Parameter now: what ages count back from.
    public func run(now: Timestamp) async throws -> Result {
        var result = Result()
        let plan = try plan(now: now)
        guard !plan.isEmpty else { return result }
        if let archiveFolder { result.archive = try archive(plan, in: archiveFolder) }
        for start in stride(from: 0, to: plan.count, by: Self.stepCount) {
            try Task.checkCancellation()
            var changes: [SegmentChange] = []
            for step in plan[start..<min(start + Self.stepCount, plan.count)] {
                if let change = try change(step) { changes.append(change) }
                // A segment takes milliseconds: others may want this thread.
                await Task.yield()
            }
            result.add(changes)
            try await log.apply(changes)
        }
        return result
    }

    /// What becomes of one segment.
    private struct Step {
        let summary: SegmentDirectory.Summary
        let kept: Set<EventType>
    }

    /// The segments of which something goes, the oldest first.
    private func plan(now: Timestamp) throws(StorageError) -> [Step] {
        let directory = log.contents.directory
        var surplus = try policy.bytes.map { (limit) throws(StorageError) in try log.sealedBytes() - limit } ?? 0
        var plan: [Step] = []
        for index in 0..<max(0, directory.count - 1) {
            let summary = directory[index]
            if summary.isDamaged { continue }
            let age = now.seconds(since: summary.lastTime)
            let kept = summary.types.filter { policy.keeps($0, seconds: age, isTooLarge: surplus > 0) }
            guard kept.count < summary.types.count else { continue }
            plan.append(Step(summary: summary, kept: Set(kept)))
            guard surplus > 0 else { continue }
            // How much of a segment goes is not known yet: half of it, where some stays.
            surplus -= try log.bytes(ofSegmentAt: summary.first) / (kept.isEmpty ? 1 : 2)
        }
        return plan
    }

    /// Makes what is to be kept of a segment, off the writer's thread; nil where the segment is gone.
    private func change(_ step: Step) throws(StorageError) -> SegmentChange? {
        guard let segment = try log.reader.segment(at: step.summary.first) else { return nil }
        let events = step.kept.isEmpty ? [] : segment.events.filter { step.kept.contains($0.type) }
        let kept =
            events.isEmpty
            ? nil
            : try SegmentEncoder(level: Self.level).encode(events[...], keys: log.reader.keys)
        return SegmentChange(first: segment.first, removedCount: segment.count - events.count, kept: kept)
    }

    private func archive(_ plan: [Step], in folder: String) throws -> String? {
        guard let first = plan.first, let last = plan.last else { return nil }
        try LogFolder(folder).create()
        let name = "\(folder)/\(first.summary.first)-\(last.summary.last)"
        let draft = "\(name).partial"
        _ = FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600])
        let file = try FileHandle(forWritingTo: URL(filePath: draft))
        var archive = try LogArchiveWriter { try file.write(contentsOf: Data($0)) }
        for step in plan {
            if let entry = try log.archiveEntry(at: step.summary.first) { try archive.add(entry) }
        }
        try archive.finish()
        try file.synchronize()
        try file.close()
        return try FileSwap.rename(draft, to: "\(name).mparchive")
    }
}

/// What becomes of one stored segment.
struct SegmentChange: Sendable {
    let first: Position
    let removedCount: Int
    /// What stays of it; nil for nothing.
    let kept: Segment?
}

extension LogRetention.Result {
    fileprivate mutating func add(_ changes: [SegmentChange]) {
        for change in changes {
            removedEvents += change.removedCount
            removedSegments += change.kept == nil ? 1 : 0
            rewrittenSegments += change.kept == nil ? 0 : 1
        }
    }
}

extension SealedSegment {
    /// All of its events, in order.
    var events: [RecordedEvent] { (0..<count).map { event(at: $0) } }
}
