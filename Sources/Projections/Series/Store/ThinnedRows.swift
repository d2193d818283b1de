import PromQL

/// A block with the last sample of each span of time in place of all.
///
/// Where a total falls the sample before the fall stays too, so that increases stay true, and so do the markers of
/// series that ended.
struct ThinnedRows {
    private let heading: BlockHeading
    private let contents: BlockContents
    private let step: Int64

    init(_ heading: BlockHeading, _ contents: BlockContents, step: Int64) {
        self.heading = heading
        self.contents = contents
        self.step = step
    }

    /// One value of a column, with the number of its row.
    private struct Kept {
        let row: Int
        let value: Double
    }

    /// - Parameter isTotal: whether a series begins anew where it falls.
    func rows(_ isTotal: (SeriesID) -> Bool) -> SealedRows {
        let slice = SourceSlice(numbering: RowPiece(block: .sealed(heading, contents), rows: 0..<heading.rows))
        let columns = heading.series.map { ($0, kept(slice.samples(of: $0), isTotal: isTotal($0))) }
        let rows = Set(columns.flatMap { $0.1.map(\.row) }).sorted()
        let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
        var samples = 0
        let packed = columns.map { id, kept in
            var column = OpenColumn(series: id, labels: [:], isOverflow: false)
            for one in kept {
                if column.append(one.value, row: places[one.row] ?? 0, isTotal: false) { samples += 1 }
            }
            column.finish(rows: rows.count)
            return column
        }
        return SealedRows(
            times: rows.map { contents.times[$0] }, positions: rows.map { contents.positions[$0] },
            isSorted: heading.isSorted, samples: samples, columns: packed)
    }

    /// - Parameter samples: with numbers of rows in place of times.
    private func kept(_ samples: Samples, isTotal: Bool) -> [Kept] {
        var kept: [Kept] = []
        for place in samples.values.indices {
            let (row, value) = (Int(samples.timestamps[place]), samples.values[place])
            let next = place + 1 < samples.count ? samples.values[place + 1] : nil
            let isLast = next == nil || span(row) != span(Int(samples.timestamps[place + 1]))
            if isLast || value.isStaleMarker || isTotal && (next ?? value) < value {
                kept.append(Kept(row: row, value: value))
            }
        }
        return kept
    }

    private func span(_ row: Int) -> Int64 {
        let time = contents.times[row]
        return time / step - (time % step < 0 ? 1 : 0)
    }
}

extension SeriesStore {
    /// The blocks whose samples are old enough to be thinned, the oldest first.
    func thinnable(limit: Int) -> [BlockHeading] {
        let (oldest, overflows) = now.subtractingReportingOverflow(limits.rawAge)
        guard !overflows else { return [] }
        return Array(headings.lazy.filter { $0.level == 0 && $0.maxTime < oldest }.prefix(limit))
    }

    /// A stored block with fewer samples.
    func thinned(_ heading: BlockHeading, _ contents: BlockContents) -> SealedBlock? {
        let rows = ThinnedRows(heading, contents, step: limits.thinnedStep).rows(registry.index.isTotal)
        let (first, last) = (rows.times.min() ?? 0, rows.times.max() ?? 0)
        return block(rows, number: heading.number, level: 1, first, last)
    }

    /// Puts a thinned block in the place of the one it was made of; not where that has gone meanwhile.
    mutating func replace(_ block: SealedBlock) {
        for source in sources.indices {
            guard let place = sources[source].blocks.firstIndex(where: { $0.heading.number == block.heading.number })
            else { continue }
            removed.append(sources[source].blocks[place].heading)
            sealedBytes += block.heading.bytes - sources[source].blocks[place].heading.bytes
            sources[source].blocks[place] = block
        }
    }
}
