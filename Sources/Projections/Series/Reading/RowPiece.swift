import PromQL

/// Some neighbouring rows of one block, sealed or open.
struct RowPiece: Sendable {
    enum Block: Sendable {
        case sealed(BlockHeading, BlockContents)
        case open(OpenBlock)
    }

    let block: Block
    let rows: Range<Int>

    var times: ArraySlice<Int64> {
        switch block {
        case .sealed(_, let contents): contents.times[rows]
        case .open(let open): open.times[rows]
        }
    }

    var positions: ArraySlice<UInt64> {
        switch block {
        case .sealed(_, let contents): contents.positions[rows]
        case .open(let open): open.positions[rows]
        }
    }

    var order: RowOrder {
        let isRising =
            switch block {
            case .sealed(let heading, _): heading.isSorted
            case .open(let open): open.isSorted
            }
        return isRising ? .rising : RowOrder(times)
    }

    private var rowCount: Int {
        switch block {
        case .sealed(let heading, _): heading.rows
        case .open(let open): open.rows
        }
    }

    func holds(_ id: SeriesID) -> Bool {
        switch block {
        case .sealed(let heading, _): heading.column(id) != nil
        case .open(let open): open.places[id].map { open.columns[$0].samples > 0 } ?? false
        }
    }

    /// Hands the values of a series in these rows to a reader.
    func read(_ id: SeriesID, _ reader: inout ColumnReader) {
        switch block {
        case .sealed(let heading, let contents):
            guard let column = heading.column(id) else { return reader.skip(rows.count) }
            let range = contents.columns[column]
            contents.bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                readStrips(base, range, from: contents.firstStrips[column], until: .max, &reader)
            }
        case .open(let open):
            guard let place = open.places[id], open.columns[place].samples > 0 else { return reader.skip(rows.count) }
            read(open.columns[place], &reader)
        }
    }

    private func read(_ column: OpenColumn, _ reader: inout ColumnReader) {
        let hasTail = !column.tail.isEmpty
        let packedStrips = hasTail ? column.tailStrip : Int.max
        column.packed.withUnsafeBytes { buffer in
            if let base = buffer.baseAddress {
                readStrips(base, 0..<column.packedBytes, from: column.firstStrip, until: packedStrips, &reader)
            } else {
                reader.skip(min(rows.upperBound, packedStrips * Strip.rows) - rows.lowerBound)
            }
        }
        guard hasTail else { return }
        let start = column.tailStrip * Strip.rows
        let strip = start..<min(start + Strip.rows, rowCount)
        let wanted = rows.clamped(to: strip)
        if !wanted.isEmpty {
            column.tail.withUnsafeBufferPointer { tail in
                guard let base = tail.baseAddress else { return }
                reader.add(base, column.presence, strip: strip, rows: wanted)
            }
        }
        reader.skip(rows.upperBound - max(rows.lowerBound, strip.upperBound))
    }

    /// Walks the strips of a column, which may begin late and end early, up to a strip that lies elsewhere.
    private func readStrips(
        _ base: UnsafeRawPointer, _ range: Range<Int>, from first: Int, until limit: Int, _ reader: inout ColumnReader
    ) {
        let end = limit == .max ? rows.upperBound : min(rows.upperBound, limit * Strip.rows)
        guard rows.lowerBound < end else { return }
        var row = rows.lowerBound
        let begin = first * Strip.rows
        if row < begin {
            reader.skip(min(begin, end) - row)
            row = min(begin, end)
        }
        var (strip, offset) = (first, range.lowerBound)
        while row < end, offset < range.upperBound {
            let start = strip * Strip.rows
            let all = start..<min(start + Strip.rows, rowCount)
            let header = Strip.Header(base, offset: offset, end: range.upperBound, rows: all.count)
            if row < all.upperBound {
                let wanted = row..<min(end, all.upperBound)
                reader.add(header, base, strip: all, rows: wanted)
                row = wanted.upperBound
            }
            offset = header.end
            strip += 1
        }
        if row < end { reader.skip(end - row) }
    }
}
