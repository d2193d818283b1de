import EventStore
import PromQL

/// The slices of the sources that a selection needs, made when they are first asked for.
struct Slices {
    private let series: RecordedSeries
    private let from: Int64
    private let to: Int64
    private var known: [SourceID: SourceSlice] = [:]
    private var missing: [BlockHeading] = []

    init(_ series: RecordedSeries, from: Int64, to: Int64) {
        self.series = series
        self.from = from
        self.to = to
    }

    /// Where a series has samples in the time.
    mutating func homes(of id: SeriesID) throws -> [SourceSlice] {
        var homes: [SourceSlice] = []
        for source in series.index.sources(of: id) {
            let slice = slice(source)
            if !slice.isEmpty, slice.holds(id) { homes.append(slice) }
        }
        return homes
    }

    /// - Throws: ``SeriesError/notLoaded(blocks:)`` where blocks were wanted that are not in memory.
    func check() throws {
        if !missing.isEmpty { throw SeriesError.notLoaded(blocks: missing.map(\.name)) }
    }

    private mutating func slice(_ id: SourceID) -> SourceSlice {
        if let slice = known[id] { return slice }
        let source = series.sources[Int(id)]
        var pieces: [RowPiece] = []
        for block in source.blocks where isWanted(block.heading) {
            guard let contents = block.contents ?? series.pinned[block.heading.name] ?? series.cache[block.heading]
            else {
                missing.append(block.heading)
                continue
            }
            let rows = rows(contents.times, contents.positions, isSorted: block.heading.isSorted)
            if !rows.isEmpty { pieces.append(RowPiece(block: .sealed(block.heading, contents), rows: rows)) }
        }
        let open = source.open
        if open.minTime <= to, open.maxTime >= from {
            let rows = rows(open.times, open.positions, isSorted: open.isSorted)
            if !rows.isEmpty { pieces.append(RowPiece(block: .open(open), rows: rows)) }
        }
        let slice = SourceSlice(pieces)
        known[id] = slice
        return slice
    }

    private func isWanted(_ heading: BlockHeading) -> Bool {
        heading.minTime <= to && heading.maxTime >= from && heading.firstPosition <= series.position.value
    }

    /// The rows within the time and up to the position; of rows in no order those from the first to the last of them.
    private func rows(_ times: [Int64], _ positions: [UInt64], isSorted: Bool) -> Range<Int> {
        let end = Self.place(positions, beyond: series.position.value)
        guard !isSorted else {
            let low = from == .min ? 0 : Self.place(times, beyond: from - 1)
            return min(low, end)..<min(end, Self.place(times, beyond: to))
        }
        let isWithin = { (time: Int64) in time >= from && time <= to }
        guard let first = times[..<end].firstIndex(where: isWithin),
            let last = times[..<end].lastIndex(where: isWithin)
        else { return 0..<0 }
        return first..<last + 1
    }

    /// The first place whose number is greater.
    private static func place<Number: Comparable>(_ numbers: [Number], beyond bound: Number) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] > bound { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
