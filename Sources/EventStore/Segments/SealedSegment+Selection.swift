extension SealedSegment {
    /// The indexes of the events that a selection wants, in order, found in the columns alone.
    func indexes(matching selection: Selection, in positions: ClosedRange<UInt64>) -> [Int] {
        guard let range = range(of: positions, through: selection.through) else { return [] }
        guard selection.hasConditions else { return Array(range) }
        guard let test = SegmentTest(selection, self) else { return [] }
        return test.passing(range, self)
    }

    private func range(of positions: ClosedRange<UInt64>, through last: Position?) -> Range<Int>? {
        let start = outline.positions.partition { $0 >= positions.lowerBound }
        let end = outline.positions.partition { $0 > min(positions.upperBound, last?.value ?? .max) }
        return start < end ? start..<end : nil
    }
}

extension Selection {
    /// Whether anything but a position is asked for.
    fileprivate var hasConditions: Bool {
        !types.isEmpty || stream != nil || category != nil || trace != nil || principal != nil || since != nil
            || until != nil
    }
}

extension [UInt64] {
    /// The first index of a sorted array from which a condition holds.
    fileprivate func partition(_ holds: (UInt64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// A selection in terms of one segment's columns: whole numbers instead of names.
private struct SegmentTest {
    private let types: [Bool]
    private let streams: [Bool]
    private let traces: [Bool]
    private let principal: Int?
    private let since: Int64
    private let until: Int64

    private let needsEnvelope: Bool

    /// Nil where the segment holds nothing of the kind.
    init?(_ selection: Selection, _ segment: SealedSegment) {
        types =
            selection.types.isEmpty
            ? [] : segment.outline.types.map { type in selection.types.contains { $0.matches(type.type) } }
        streams =
            selection.stream == nil && selection.category == nil
            ? []
            : segment.columns.streams.map { name in
                (selection.stream.map { $0 == name } ?? true)
                    && (selection.category.map { name.category == Substring($0) } ?? true)
            }
        traces = selection.trace.map { segment.words.flags(of: $0) } ?? []
        principal = selection.principal.map { segment.columns.principals.firstIndex(of: $0) ?? -2 }
        since = selection.since?.nanoseconds ?? .min
        until = selection.until?.nanoseconds ?? .max
        needsEnvelope = !streams.isEmpty || !traces.isEmpty || principal != nil
        let isNone = { (flags: [Bool]) in !flags.isEmpty && !flags.contains(true) }
        if isNone(types) || isNone(streams) || isNone(traces) || principal == -2 { return nil }
        if principal != nil, segment.columns.principalIndexes.isEmpty { return nil }
    }

    /// The indexes of a range that pass; the envelope is inflated only where it is asked for and something is left.
    func passing(_ range: Range<Int>, _ segment: SealedSegment) -> [Int] {
        let found = range.filter { passes($0, segment.outline) }
        guard needsEnvelope, !found.isEmpty else { return found }
        let columns = segment.columns
        guard columns.traces.count == segment.count else { return [] }
        return found.filter { passes($0, columns) }
    }

    @inline(__always)
    private func passes(_ index: Int, _ outline: SegmentOutline) -> Bool {
        if !types.isEmpty, !types[Int(outline.typeIndexes[index])] { return false }
        return outline.times[index] >= since && outline.times[index] <= until
    }

    @inline(__always)
    private func passes(_ index: Int, _ columns: EnvelopeColumns) -> Bool {
        if !streams.isEmpty, !streams[Int(columns.streamIndexes[index])] { return false }
        if !traces.isEmpty, columns.traces[index] < 0 || !traces[Int(columns.traces[index])] { return false }
        if let principal, Int(columns.principalIndexes[index]) != principal { return false }
        return true
    }
}
