import PromQL

/// The rows of one source within a time, up to a position: made once for a selection, read by many series.
final class SourceSlice: Sendable {
    private let pieces: [RowPiece]
    let order: RowOrder
    private let times: [Int64]

    init(_ pieces: [RowPiece]) {
        self.pieces = pieces
        var times: [Int64] = []
        times.reserveCapacity(pieces.reduce(0) { $0 + $1.rows.count })
        var order = RowOrder.rising
        for piece in pieces {
            if let last = times.last, let next = piece.times.first { order = max(order, RowOrder(last, next)) }
            times += piece.times
        }
        self.order = pieces.reduce(order) { max($0, $1.order) }
        self.times = times
    }

    var isEmpty: Bool { times.isEmpty }

    func holds(_ id: SeriesID) -> Bool { pieces.contains { $0.holds(id) } }

    /// The samples of a series, in the order of the rows.
    func samples(of id: SeriesID) -> Samples {
        var timestamps: [Int64] = []
        let values = [Double](unsafeUninitializedCapacity: times.count) { buffer, count in
            guard let values = buffer.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: Double.self, capacity: Strip.rows) { scratch in
                guard let scratch = scratch.baseAddress else { return }
                var reader = ColumnReader(times: times, values: values, scratch: scratch)
                for piece in pieces { piece.read(id, &reader) }
                timestamps = reader.timestamps
                count = reader.count
            }
        }
        return Samples(timestamps: timestamps, values: values)
    }

    /// A sample with the event that says it.
    struct Located {
        let time: Int64
        let position: UInt64
        let value: Double
    }

    /// The samples of a series with their events, in the order of the rows: for what must be merged.
    func located(_ id: SeriesID) -> [Located] {
        pieces.flatMap { piece -> [Located] in
            let (times, positions) = (Array(piece.times), Array(piece.positions))
            // With the numbers of the rows in place of their times it is told which row a value is from.
            let found = SourceSlice(numbering: piece).samples(of: id)
            return zip(found.timestamps, found.values).map { row, value in
                Located(time: times[Int(row)], position: positions[Int(row)], value: value)
            }
        }
    }

    /// With the numbers of a piece's rows in place of their times.
    init(numbering piece: RowPiece) {
        pieces = [piece]
        order = .rising
        times = Array(0..<Int64(piece.rows.count))
    }
}
