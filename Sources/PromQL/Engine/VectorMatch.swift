/// Two vectors whose series find each other by their labels.
struct VectorMatch {
    let operation: BinaryOperator
    let returnsBool: Bool
    let matching: VectorMatching
    let left: [Column]
    let right: [Column]
    let steps: Int
    let budget: Budget
    /// Whether a result is no longer the metric that it was made from.
    let dropsName: Bool

    init(_ binary: BinaryExpression, _ left: [Column], _ right: [Column], steps: Int, evaluation: Evaluation) {
        operation = binary.operation
        returnsBool = binary.returnsBool
        matching = binary.matching
        self.left = left
        self.right = right
        self.steps = steps
        budget = evaluation.budget
        dropsName = binary.returnsBool || binary.operation.dropsName(evaluation.options.dialect)
    }

    /// The labels by which a series is found.
    func signature(_ labels: Labels) -> Labels {
        matching.isOn ? labels.keeping(matching.labels) : labels.dropping(matching.labels + [Labels.metricName])
    }

    func grouped(_ columns: [Column]) -> [Labels: [Int]] {
        Dictionary(grouping: columns.indices) { signature(columns[$0].labels) }
    }

    /// The steps at which any of `columns` has a value.
    static func presence(_ columns: some Sequence<Column>, steps: Int) -> [Bool] {
        var presence = [Bool](repeating: false, count: steps)
        for column in columns {
            for (step, value) in column.values.enumerated() where value.isPresent { presence[step] = true }
        }
        return presence
    }

    // MARK: Set operators

    /// `and`, `or` and `unless`: series are taken or left at each step, never changed.
    func set() throws -> [Column] {
        try budget.charge((left.count + right.count) * steps)
        switch operation {
        case .or: return try (left + kept(right, where: left, isThere: false)).merged()
        case .unless: return kept(left, where: right, isThere: false)
        default: return kept(left, where: right, isThere: true)
        }
    }

    /// The values of `columns` at the steps at which a match among `others` is there, or is not.
    private func kept(_ columns: [Column], where others: [Column], isThere: Bool) -> [Column] {
        let groups = grouped(others)
        var presences: [Labels: [Bool]] = [:]
        return columns.compactMap { column in
            let key = signature(column.labels)
            guard let group = groups[key] else { return isThere ? nil : column }
            let presence = presences[key] ?? Self.presence(group.lazy.map { others[$0] }, steps: steps)
            presences[key] = presence
            let values = column.values.enumerated().map { presence[$0] == isThere ? $1 : .absent }
            return Column(column.labels, values)
        }
    }
}
