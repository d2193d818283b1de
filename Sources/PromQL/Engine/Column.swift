/// A series during evaluation: one value a step, the stale marker where there is none.
struct Column {
    var labels: Labels
    var values: [Double]

    init(_ labels: Labels, _ values: [Double]) {
        self.labels = labels
        self.values = values
    }

    var isEmpty: Bool { values.allSatisfy(\.isAbsent) }

    /// With `body` of each value that is there.
    @inline(__always)
    func map(_ labels: Labels, _ body: (Double) -> Double) -> Column {
        Column(labels, values.map { $0.isAbsent ? .absent : body($0) })
    }
}

/// A scalar during evaluation: there is a value at every step.
enum ScalarColumn {
    case constant(Double)
    case steps([Double])

    @inline(__always)
    subscript(step: Int) -> Double {
        switch self {
        case .constant(let value): value
        case .steps(let values): values[step]
        }
    }

    func map(_ body: (Double) -> Double) -> ScalarColumn {
        switch self {
        case .constant(let value): .constant(body(value))
        case .steps(let values): .steps(values.map(body))
        }
    }
}

/// The value of a part of an expression; range vectors exist as arguments only.
enum Value {
    case scalar(ScalarColumn)
    case vector([Column])
    case string(String)
}

extension [Column] {
    /// One column for each set of labels.
    ///
    /// Two values at one step cannot be one: that is an error.
    func merged() throws(QueryError) -> [Column] {
        var places: [Labels: Int] = [:]
        places.reserveCapacity(count)
        var result: [Column] = []
        result.reserveCapacity(count)
        for column in self {
            guard let place = places[column.labels] else {
                places[column.labels] = result.count
                result.append(column)
                continue
            }
            for (step, value) in column.values.enumerated() where value.isPresent {
                guard result[place].values[step].isAbsent else { throw .sameLabels }
                result[place].values[step] = value
            }
        }
        return result
    }

    /// Refuses columns of the same labels, even where they have no step in common.
    func distinct() throws(QueryError) -> [Column] {
        guard Set(map(\.labels)).count == count else { throw .sameLabels }
        return self
    }
}
