/// Looks at one stored segment, whether everything in its row is what was written.
struct SegmentInspector {
    private let row: StoredSegments.Row
    private let keys: SubjectKeys

    init(_ row: StoredSegments.Row, keys: SubjectKeys) {
        self.row = row
        self.keys = keys
    }

    private var segment: Segment { row.segment }

    /// What is wrong, the most telling first; empty where the segment is intact.
    ///
    /// - Parameter before: the digests that its own may build on; nil where that is not known.
    func faults(after before: [[UInt8]]?) -> [String] {
        var faults: [String] = []
        if !row.isWhole { faults.append("the segment's checksum differs") }
        if let before, !before.contains(where: { follows($0) }) {
            faults.append("the segment's digest differs: its row is not the one that was written")
        }
        if faults.isEmpty, let fault = contentFault() { faults.append(fault) }
        return faults
    }

    /// Whether the data can be read and the row says the same of it.
    static func isConsistent(_ segment: Segment, keys: SubjectKeys) -> Bool {
        let row = StoredSegments.Row(segment: segment, digest: [], isWhole: true)
        return SegmentInspector(row, keys: keys).contentFault() == nil
    }

    private func follows(_ before: [UInt8]) -> Bool {
        var chain = SegmentChain(after: before)
        return chain.add(segment) == row.digest
    }

    /// Decodes all of it and compares it with the row's summary.
    private func contentFault() -> String? {
        do throws(StorageError) {
            let opened = try SealedSegment(segment, keys: keys)
            try opened.check()
            return fault(in: opened)
        } catch {
            return "the segment cannot be read: \(error.message)"
        }
    }

    private func fault(in opened: SealedSegment) -> String? {
        let outline = opened.outline
        guard outline.positions.last == segment.last.value, outline.positions.first == segment.first.value else {
            return "the segment's positions are not those of its row"
        }
        guard outline.times.first == segment.firstTime.nanoseconds, outline.times.last == segment.lastTime.nanoseconds
        else { return "the segment's times are not those of its row" }
        guard Set(outline.types.map(\.type)) == Set(segment.types) else {
            return "the segment's types are not those of its row"
        }
        let isFound = (0..<opened.count).allSatisfy { index in
            let event = opened.event(at: index)
            return segment.filter.mayContain(KeyFilter.hash(event.stream))
                && event.metadata.trace.map { segment.filter.mayContain(KeyFilter.hash($0.traceID)) } ?? true
        }
        return isFound ? nil : "the segment's key filter misses a stream or trace"
    }
}
