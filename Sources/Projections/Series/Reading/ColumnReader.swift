/// Collects the values of one series from strip after strip, for rows whose times are known.
///
/// As long as each row has a value the rows' own times are the answer, shared by all series of a source.
struct ColumnReader {
    private let times: [Int64]
    private let values: UnsafeMutablePointer<Double>
    private let scratch: UnsafeMutablePointer<Double>
    private(set) var count = 0
    /// Rows passed, with a value or without.
    private var row = 0
    /// The times of the values, once a row had none.
    private var own: [Int64]?

    /// - Parameter values: has room for as many values as there are times.
    init(times: [Int64], values: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>) {
        self.times = times
        self.values = values
        self.scratch = scratch
    }

    /// The times of the values.
    var timestamps: [Int64] { own ?? (count == times.count ? times : Array(times[0..<count])) }

    mutating func skip(_ rows: Int) {
        guard rows > 0 else { return }
        if own == nil { own = Array(times[0..<count]) }
        row += rows
    }

    /// The rows from `rows.lowerBound` of one strip on.
    mutating func add(_ header: Strip.Header, _ base: UnsafeRawPointer, strip: Range<Int>, rows: Range<Int>) {
        guard header.kind != .absent else { return skip(rows.count) }
        if header.presence == nil, strip == rows {
            Strip.decode(header, base, into: values + count)
            return note(rows.count)
        }
        Strip.decode(header, base, into: scratch)
        add(UnsafePointer(scratch), header.presence, strip: strip, rows: rows)
    }

    /// The same for values that are not packed; without a presence each row has one.
    mutating func add(_ source: UnsafePointer<Double>, _ presence: Presence?, strip: Range<Int>, rows: Range<Int>) {
        let first = rows.lowerBound - strip.lowerBound
        guard let presence else {
            (values + count).update(from: source + first, count: rows.count)
            return note(rows.count)
        }
        var place = presence.rank(first)
        for row in first..<first + rows.count {
            guard presence[row] else {
                skip(1)
                continue
            }
            values[count] = source[place]
            place += 1
            note(1)
        }
    }

    private mutating func note(_ rows: Int) {
        own?.append(contentsOf: times[row..<row + rows])
        count += rows
        row += rows
    }
}
