/// What a number or moment of a row is told by; only the difference is stored.
struct NumberGuess: Equatable {
    enum Kind: UInt8 {
        case nothing
        /// The value of the row before.
        case row
        /// The value of the row before of the same stream.
        case stream
        /// From the first event of the stream to the row's own.
        case elapsed
        /// Another column's value in the same row.
        case column
        /// From a moment in another column to the row's event.
        case since
        /// The event's time.
        case time
        /// The time of the first event of the stream.
        case start
    }

    let kind: Kind
    /// An index into ``NumberGuesses/columns``.
    var column = 0
}

/// The columns of numbers and moments that one group of rows has had so far, and what else can be guessed by.
struct NumberGuesses {
    struct Column {
        let isMoment: Bool
        let values: [Int64]
    }

    let rows: [PayloadRow]
    private let predecessors: [Int32]
    private(set) var columns: [Column] = []

    /// Columns further back are not tried.
    private static let reach = 8

    init(_ rows: [PayloadRow]) {
        self.rows = rows
        predecessors = PayloadRow.predecessors(rows)
    }

    mutating func add(_ values: [Int64], isMoment: Bool) {
        columns.append(Column(isMoment: isMoment, values: values))
    }

    /// The guesses worth trying for a column.
    ///
    /// - Parameter unit: nanoseconds in one of its units; 0 where times tell nothing.
    func candidates(isMoment: Bool, unit: Int64) -> [NumberGuess] {
        var guesses: [NumberGuess] = [.init(kind: .stream), .init(kind: .row), .init(kind: .nothing)]
        if isMoment {
            guesses += [.init(kind: .start), .init(kind: .time)]
        } else if unit > 0 {
            guesses.append(.init(kind: .elapsed))
        }
        for index in columns.indices.suffix(Self.reach) {
            if columns[index].isMoment == isMoment {
                guesses.append(.init(kind: .column, column: index))
            } else if columns[index].isMoment, unit > 0 {
                guesses.append(.init(kind: .since, column: index))
            }
        }
        return guesses
    }

    /// Whether a stored guess is one that can be followed.
    func isValid(_ guess: NumberGuess, unit: Int64) -> Bool {
        switch guess.kind {
        case .nothing, .row, .stream, .time, .start: true
        case .elapsed: unit > 0
        case .column: columns.indices.contains(guess.column)
        case .since: unit > 0 && columns.indices.contains(guess.column) && columns[guess.column].isMoment
        }
    }

    /// How far each value is from its guess.
    func differences(_ values: [Int64], _ guess: NumberGuess, unit: Int64) -> [Int64] {
        var found: [Int64] = []
        found.reserveCapacity(values.count)
        eachDifference(values, guess, unit, every: 1) { found.append($0) }
        return found
    }

    /// What the differences of every `step`th row take, but for the first one's.
    func cost(of values: [Int64], _ guess: NumberGuess, unit: Int64, every step: Int) -> NumberCost {
        var cost = NumberCost()
        eachDifference(values, guess, unit, from: step, every: step) { cost.add($0) }
        return cost
    }

    /// One loop for each kind: they are run for every column of every segment, several times.
    @inline(__always)
    private func eachDifference(
        _ values: [Int64], _ guess: NumberGuess, _ unit: Int64, from first: Int = 0, every step: Int,
        _ body: (Int64) -> Void
    ) {
        @inline(__always)
        func each(_ kind: NumberGuess.Kind) {
            let guess = NumberGuess(kind: kind, column: guess.column)
            var row = first
            while row < values.count {
                body(values[row] &- self.guess(guess, row, values, unit))
                row += step
            }
        }
        switch guess.kind {
        case .nothing: each(.nothing)
        case .row: each(.row)
        case .stream: each(.stream)
        case .elapsed: each(.elapsed)
        case .column: each(.column)
        case .since: each(.since)
        case .time: each(.time)
        case .start: each(.start)
        }
    }

    /// Turns differences into the values.
    func restore(_ differences: inout [Int64], _ guess: NumberGuess, unit: Int64) {
        switch guess.kind {
        case .nothing: return
        case .column:
            let other = columns[guess.column].values
            for row in differences.indices { differences[row] &+= other[row] }
        default:
            for row in differences.indices { differences[row] &+= self.guess(guess, row, differences, unit) }
        }
    }

    /// - Parameter values: at least those of the rows before.
    @inline(__always)
    private func guess(_ guess: NumberGuess, _ row: Int, _ values: [Int64], _ unit: Int64) -> Int64 {
        switch guess.kind {
        case .nothing: 0
        case .row: row > 0 ? values[row - 1] : 0
        case .stream: predecessors[row] >= 0 ? values[Int(predecessors[row])] : 0
        case .elapsed: (rows[row].time &- rows[row].start) / unit
        case .column: columns[guess.column].values[row]
        case .since: (rows[row].time &- columns[guess.column].values[row]) / unit
        case .time: rows[row].time
        case .start: rows[row].start
        }
    }
}
