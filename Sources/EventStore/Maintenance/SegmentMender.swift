/// Restores a damaged segment where that can be proved: the result has the digest that the log chained it by.
struct SegmentMender {
    private let segment: Segment
    private let digest: [UInt8]
    private let before: [[UInt8]]
    private let keys: SubjectKeys

    /// - Parameters:
    ///   - digest: the segment's own, as stored.
    ///   - before: those it may build on.
    init(_ segment: Segment, digest: [UInt8], before: [[UInt8]], keys: SubjectKeys) {
        self.segment = segment
        self.keys = keys
        self.digest = digest
        self.before = before
    }

    /// The segment as it was written; nil where it cannot be proved.
    func mend() -> Segment? {
        let flipped = BitFlip.mended(segment.data, checksum: segment.checksum)
        let datas = [segment.data] + (flipped.map { [$0] } ?? [])
        for data in datas {
            let plain = segment.with(data: data)
            if isProved(plain) { return plain }
            if let found = summaries(of: plain).first(where: isProved) { return found }
        }
        return nil
    }

    private func isProved(_ candidate: Segment) -> Bool {
        before.contains { before in
            var chain = SegmentChain(after: before)
            return chain.add(candidate) == digest
        }
    }

    /// The columns beside the data are derived from it: where one is damaged, they are made anew.
    private func summaries(of plain: Segment) -> [Segment] {
        guard let opened = try? SealedSegment(plain, keys: keys) else { return [] }
        let span = (opened.outline.times.last ?? 0) - (opened.outline.times.first ?? 0)
        let starts = [plain.firstTime.nanoseconds, plain.lastTime.nanoseconds &- span]
        let width = (opened.outline.positions.last ?? 0) - (opened.outline.positions.first ?? 0)
        let firsts = [plain.first.value, plain.last.value &- width]
        var candidates: [Segment] = []
        for first in firsts {
            for start in starts {
                candidates.append(
                    Segment(
                        first: Position(first), last: Position(first &+ width),
                        firstTime: Timestamp(nanoseconds: start), lastTime: Timestamp(nanoseconds: start &+ span),
                        count: opened.count,
                        types: Set(opened.outline.types.map(\.type)).sorted { $0.name < $1.name },
                        filter: plain.filter, data: plain.data, checksum: plain.checksum))
            }
        }
        let filter = filter(of: opened)
        return candidates + candidates.map { $0.with(filter: filter) }
    }

    /// The filter as it was made: it depends on streams and traces alone.
    private func filter(of opened: SealedSegment) -> KeyFilter {
        let events = opened.events.map { event in
            RecordedEvent(
                position: event.position, time: event.time, stream: event.stream, revision: event.revision,
                type: event.type, version: event.version, metadata: EventMetadata(trace: event.metadata.trace),
                payload: [])
        }
        let anew = try? SegmentEncoder(level: 1).encode(events[...], keys: keys)
        return anew?.filter ?? KeyFilter(stored: [])
    }
}

extension Segment {
    /// Where a damaged segment can end at most: before the next one, or where its own data says.
    func plausibleLast(before next: Position?) -> Position {
        let counted = first.value &+ UInt64(max(with(data: data).count, 1)) &- 1
        let end = min(last.value, next.map { $0.value - 1 } ?? counted)
        return Position(max(first.value, end))
    }

    /// The segment with other bytes, and what they say of themselves: their checksum and the number of events.
    func with(data: [UInt8]) -> Segment {
        var reader = ByteReader(data)
        _ = try? reader.number()
        let counted = try? reader.count(upTo: 1 << 20)
        return Segment(
            first: first, last: last, firstTime: firstTime, lastTime: lastTime, count: counted ?? count, types: types,
            filter: filter, data: data, checksum: CRC32.of(data))
    }

    fileprivate func with(filter: KeyFilter) -> Segment {
        Segment(
            first: first, last: last, firstTime: firstTime, lastTime: lastTime, count: count, types: types,
            filter: filter, data: data, checksum: checksum)
    }
}
