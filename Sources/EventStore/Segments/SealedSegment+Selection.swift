extension SealedSegment {
    /// The indexes of the events that a selection wants, in order, found in the columns alone.
    func indexes(matching selection: Selection, in positions: ClosedRange<UInt64>) -> [Int] {
        guard let range = range(of: positions, through: selection.through) else { return [] }
        guard selection.hasConditions else { return Array(range) }
        guard let test = SegmentTest(selection, self) else { return [] }
        return range.filter { test.passes($0, columns) }
    }

    private func range(of positions: ClosedRange<UInt64>, through last: Position?) -> Range<Int>? {
        let start = columns.positions.partition { $0 >= positions.lowerBound }
        let end = columns.positions.partition { $0 > min(positions.upperBound, last?.value ?? .max) }
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

    /// Nil where the segment holds nothing of the kind.
    init?(_ selection: Selection, _ segment: SealedSegment) {
        let columns = segment.columns
        types =
            selection.types.isEmpty
            ? [] : columns.types.map { type in selection.types.contains { $0.matches(type.type) } }
        streams =
            selection.stream == nil && selection.category == nil
            ? []
            : columns.streams.map { name in
                (selection.stream.map { $0 == name } ?? true)
                    && (selection.category.map { name.category == Substring($0) } ?? true)
            }
        traces = selection.trace.map { segment.words(of: $0) } ?? []
        principal = selection.principal.map { columns.principals.firstIndex(of: $0) ?? -2 }
        since = selection.since?.nanoseconds ?? .min
        until = selection.until?.nanoseconds ?? .max
        let isNone = { (flags: [Bool]) in !flags.isEmpty && !flags.contains(true) }
        if isNone(types) || isNone(streams) || isNone(traces) || principal == -2 { return nil }
        if principal != nil, columns.principalIndexes.isEmpty { return nil }
    }

    @inline(__always)
    func passes(_ index: Int, _ columns: EnvelopeColumns) -> Bool {
        if !types.isEmpty, !types[Int(columns.typeIndexes[index])] { return false }
        if !streams.isEmpty, !streams[Int(columns.streamIndexes[index])] { return false }
        if !traces.isEmpty, columns.traces[index] < 0 || !traces[Int(columns.traces[index])] { return false }
        if let principal, Int(columns.principalIndexes[index]) != principal { return false }
        return columns.times[index] >= since && columns.times[index] <= until
    }
}
