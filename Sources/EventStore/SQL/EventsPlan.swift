import CSQLite

/// What SQLite lets the table do itself: which conditions to filter by, and in which direction to read.
///
/// Made while a statement is compiled, carried through SQLite as text (two letters a condition), and read again
/// when the statement runs.
struct EventsPlan: Equatable {
    enum Comparison: Character {
        case equal = "=", less = "<", lessOrEqual = "l", greater = ">", greaterOrEqual = "g", glob = "*", anyOf = "i"
    }

    struct Term: Equatable {
        let column: EventColumn
        let comparison: Comparison
    }

    var terms: [Term] = []
    var isDescending = false

    /// The plan as it goes through SQLite.
    var text: String {
        terms.map { "\(Self.letter(of: $0.column))\($0.comparison.rawValue)" }.joined()
    }

    init(terms: [Term] = [], isDescending: Bool = false) {
        self.terms = terms
        self.isDescending = isDescending
    }

    /// Reads ``text``; a letter it does not know ends the reading.
    init(text: String, isDescending: Bool) {
        self.isDescending = isDescending
        let letters = Array(text)
        for index in stride(from: 0, to: letters.count - 1, by: 2) {
            guard let value = letters[index].asciiValue, let column = EventColumn(rawValue: Int32(value) - 97),
                let comparison = Comparison(rawValue: letters[index + 1])
            else { return }
            terms.append(Term(column: column, comparison: comparison))
        }
    }

    private static func letter(of column: EventColumn) -> Character {
        Character(Unicode.Scalar(UInt8(97 + column.rawValue)))
    }

    /// The condition on a column that the table can use; nil for all others, which SQLite checks itself.
    static func term(_ column: Int32, _ operation: UInt8) -> Term? {
        // Column -1 is the row id, which is the position.
        guard let column = column == -1 ? .position : EventColumn(rawValue: column),
            let comparison = comparison(operation)
        else { return nil }
        switch (column, comparison) {
        case (.position, .glob), (.time, .glob), (.nanoseconds, .glob): return nil
        case (.position, _), (.time, _), (.nanoseconds, _), (.type, .equal), (.type, .glob), (.stream, .equal),
            (.traceID, .equal), (.principal, .equal), (.category, .equal):
            return Term(column: column, comparison: comparison)
        default: return nil
        }
    }

    private static func comparison(_ operation: UInt8) -> Comparison? {
        switch Int32(operation) {
        case SQLITE_INDEX_CONSTRAINT_EQ: .equal
        case SQLITE_INDEX_CONSTRAINT_LT: .less
        case SQLITE_INDEX_CONSTRAINT_LE: .lessOrEqual
        case SQLITE_INDEX_CONSTRAINT_GT: .greater
        case SQLITE_INDEX_CONSTRAINT_GE: .greaterOrEqual
        case SQLITE_INDEX_CONSTRAINT_GLOB: .glob
        default: nil
        }
    }

    /// Whether the table checks the condition exactly, so that SQLite need not do it again for each row.
    static func isExact(_ term: Term) -> Bool { term.column.followsPosition }
}

extension EventsPlan {
    /// Whether a column that takes one condition has it already; SQLite checks the second one.
    func isTaken(_ term: Term) -> Bool {
        !term.column.followsPosition && terms.contains { $0.column == term.column }
    }
}
