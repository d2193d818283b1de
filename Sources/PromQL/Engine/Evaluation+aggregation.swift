extension Evaluation {
    func aggregated(_ aggregation: Aggregation, on grid: StepGrid) throws -> [Column] {
        surrounding.append(aggregation.operation.rawValue)
        defer { surrounding.removeLast() }
        var parameter: ScalarColumn?
        if let expression = aggregation.parameter, aggregation.operation != .countValues {
            parameter = try scalar(expression, on: grid)
        }
        let operand = try vector(aggregation.operand, on: grid)
        if aggregation.operation == .countValues {
            let label = try aggregation.parameter.map { try string($0) } ?? ""
            return try countValues(operand, aggregation, label: label, on: grid)
        }
        let groups = Self.groups(operand, aggregation)
        try budget.charge(groups.count * grid.count)
        try budget.spend(operand.count * grid.count)
        switch aggregation.operation {
        case .topk, .bottomk:
            let isTop = aggregation.operation == .topk
            return try extremes(operand, groups, parameter ?? .constant(0), isTop: isTop, on: grid)
        case .quantile:
            return groups.map {
                Column($0.labels, Self.quantiles(operand, $0.members, parameter ?? .constant(0), grid))
            }
        default:
            return groups.map { group in
                var accumulator = Accumulator(aggregation.operation, steps: grid.count, dialect: options.dialect)
                for member in group.members { accumulator.add(operand[member].values) }
                return Column(group.labels, accumulator.result())
            }
        }
    }

    struct Group {
        let labels: Labels
        var members: [Int]
    }

    /// Groups in the order of their first members.
    static func groups(_ columns: [Column], _ aggregation: Aggregation) -> [Group] {
        var places: [Labels: Int] = [:]
        var groups: [Group] = []
        for (member, column) in columns.enumerated() {
            let labels = label(column.labels, aggregation)
            if let place = places[labels] {
                groups[place].members.append(member)
            } else {
                places[labels] = groups.count
                groups.append(Group(labels: labels, members: [member]))
            }
        }
        return groups
    }

    private static func label(_ labels: Labels, _ aggregation: Aggregation) -> Labels {
        aggregation.isWithout
            ? labels.dropping(aggregation.labels + [Labels.metricName])
            : aggregation.labels.isEmpty ? .none : labels.keeping(aggregation.labels)
    }

    private static func quantiles(
        _ columns: [Column], _ members: [Int], _ quantile: ScalarColumn, _ grid: StepGrid
    ) -> [Double] {
        var values: [Double] = []
        return (0..<grid.count).map { step in
            values.removeAll(keepingCapacity: true)
            for member in members where columns[member].values[step].isPresent {
                values.append(columns[member].values[step])
            }
            return values.isEmpty ? .absent : Quantile.of(&values, quantile[step])
        }
    }

    /// How often each value occurs, under a label that names the value.
    private func countValues(
        _ operand: [Column], _ aggregation: Aggregation, label name: String, on grid: StepGrid
    ) throws -> [Column] {
        guard Labels.isValid(name: name) else {
            throw QueryError.execution("invalid label name \(Quoting.quoted(name))")
        }
        var result: [Labels: [Double]] = [:]
        var order: [Labels] = []
        for column in operand {
            var known: [UInt64: Labels] = [:]
            for (step, value) in column.values.enumerated() where value.isPresent {
                let labels = known[value.bitPattern] ?? counted(column.labels, name, value, aggregation)
                known[value.bitPattern] = labels
                if result[labels] == nil {
                    try budget.checkSeries(order.count + 1)
                    try budget.charge(grid.count)
                    order.append(labels)
                    result[labels] = [Double](repeating: .absent, count: grid.count)
                }
                let count = result[labels, default: []][step]
                result[labels, default: []][step] = count.isAbsent ? 1 : count + 1
            }
        }
        return order.map { Column($0, result[$0, default: []]) }
    }

    private func counted(_ labels: Labels, _ name: String, _ value: Double, _ aggregation: Aggregation) -> Labels {
        let named = labels.setting(name, SampleText.format(value))
        return aggregation.isWithout
            ? named.dropping(aggregation.labels + [Labels.metricName]) : named.keeping(aggregation.labels + [name])
    }
}
