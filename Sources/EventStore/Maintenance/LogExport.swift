import Foundation

/// Takes events out of a log, to keep or use them elsewhere.
public struct LogExport: Sendable {
    /// What was taken out.
    public struct Result: Hashable, Sendable {
        public fileprivate(set) var events = 0
        public fileprivate(set) var bytes = 0
        /// The positions of the first and the last event; nil where there was none.
        public fileprivate(set) var positions: ClosedRange<UInt64>?
    }

    private let folder: LogFolder
    private let reader: LogReader

    private static let pageSize = 2048
    private static let chunkSize = 1 << 20

    /// Opens the log in `folder`, also while a process writes there.
    public init(folder: String) throws(StorageError) {
        self.folder = LogFolder(folder)
        reader = try self.folder.reader()
    }

    /// Writes events as lines of JSON that lose nothing, up to where the log ends at the beginning.
    ///
    /// - Parameters:
    ///   - position: after which to begin.
    ///   - write: takes whole lines, about a megabyte at a time.
    @discardableResult
    public func lines(
        of selection: Selection = .all, after position: Position = .start, to write: ([UInt8]) throws -> Void
    ) throws -> Result {
        var result = Result()
        var buffer: [UInt8] = []
        var writer = EventLineWriter(.exact)
        try walk(selection, after: position) { event in
            writer.write(event, to: &buffer)
            result.add(event)
            guard buffer.count >= Self.chunkSize else { return }
            result.bytes += buffer.count
            try write(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        result.bytes += buffer.count
        if !buffer.isEmpty { try write(buffer) }
        return result
    }

    /// Writes an archive: whole compressed segments, with checksums and an index.
    ///
    /// Segments that lie wholly within what is asked for are copied as they are, digests and all; events that are
    /// not sealed yet, and those chosen by more than their position, are put into segments of their own.
    ///
    /// - Parameter write: takes the archive's bytes from start to end.
    @discardableResult
    public func archive(
        of selection: Selection = .all, after position: Position = .start, to write: @escaping ([UInt8]) throws -> Void
    ) throws -> Result {
        let head = try reader.head()
        var result = Result()
        var archive = try LogArchiveWriter(to: write)
        var packer = SegmentPacker(keys: reader.keys)
        var place = position
        if selection.hasOnlyPositions {
            let stored = try StoredSegments(
                SQLiteConnection(path: folder.database, access: .readOnly), keys: reader.keys)
            let directory = reader.contents.directory
            for index in directory.index(from: position.advanced(by: 1))..<directory.count {
                let summary = directory[index]
                // Reading its events says what is damaged.
                if summary.isDamaged { continue }
                if let through = selection.through, summary.last > through { break }
                try pack(
                    selection, after: place, through: Position(summary.first.value - 1), &packer, &archive, &result)
                guard let segment = try stored.row(at: summary.first)?.segment else { continue }
                try flush(&packer, &archive)
                try archive.add(LogArchive.Entry(segment: segment, link: stored.link(of: segment)))
                result.add(segment)
                place = summary.last
            }
        }
        try pack(selection, after: place, through: min(selection.through ?? head, head), &packer, &archive, &result)
        try flush(&packer, &archive)
        try archive.finish()
        result.bytes = archive.size
        return result
    }

    /// Puts events that are not copied as whole segments into segments of their own.
    private func pack(
        _ selection: Selection, after position: Position, through last: Position, _ packer: inout SegmentPacker,
        _ archive: inout LogArchiveWriter, _ result: inout Result
    ) throws {
        guard position < last else { return }
        var selection = selection
        selection.through = last
        try walk(selection, after: position) { event in
            result.add(event)
            guard let segment = try packer.add(event) else { return }
            try archive.add(LogArchive.Entry(segment: segment, link: nil))
        }
    }

    private func flush(_ packer: inout SegmentPacker, _ archive: inout LogArchiveWriter) throws {
        guard let segment = try packer.take() else { return }
        try archive.add(LogArchive.Entry(segment: segment, link: nil))
    }

    /// Goes through events in order, up to where the log ends at the beginning.
    func walk(
        _ selection: Selection = .all, after position: Position = .start, _ body: (RecordedEvent) throws -> Void
    ) throws {
        var selection = selection
        let head = try reader.head()
        selection.through = min(selection.through ?? head, head)
        var place = position
        while place < head {
            let page = try reader.read(selection, after: place, limit: Self.pageSize)
            for event in page.events { try body(event) }
            place = page.through
            if page.isLast { return }
        }
    }
}

extension LogExport.Result {
    fileprivate mutating func add(_ event: RecordedEvent) {
        events += 1
        positions = (positions?.lowerBound ?? event.position.value)...event.position.value
    }

    fileprivate mutating func add(_ segment: Segment) {
        events += segment.count
        positions = (positions?.lowerBound ?? segment.first.value)...segment.last.value
    }
}

extension Selection {
    /// Whether it asks for a range of positions and nothing else.
    fileprivate var hasOnlyPositions: Bool {
        var rest = self
        rest.through = nil
        return rest == .all
    }
}

/// Gathers events into segments of the usual size.
private struct SegmentPacker {
    private let keys: SubjectKeys
    private var events: [RecordedEvent] = []
    private var bytes = 0

    private static let byteLimit = 8 << 20
    private static let level: Int32 = 6

    init(keys: SubjectKeys) { self.keys = keys }

    /// Gives a segment once one is full.
    mutating func add(_ event: RecordedEvent) throws(StorageError) -> Segment? {
        events.append(event)
        bytes += event.payload.count
        return events.count >= Segment.sealedCount || bytes >= Self.byteLimit ? try take() : nil
    }

    /// The segment of what has gathered; nil for nothing.
    mutating func take() throws(StorageError) -> Segment? {
        guard !events.isEmpty else { return nil }
        defer { (events, bytes) = ([], 0) }
        return try SegmentEncoder(level: Self.level).encode(events[...], keys: keys)
    }
}
