extension Evaluation {
    /// 1 at each step at which a vector is empty.
    func absent(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        try inverted(try vector(call.arguments[0], on: grid), call.arguments[0], on: grid)
    }

    /// 1 at each step at which a range vector is empty.
    func absentOverTime(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        let vector = try rangeVector(call.arguments[0], on: grid)
        let present = WindowFunction(isConstantTime: true) { _ in 1 }
        let sweep = WindowSweep(
            vector: vector, scalars: [.constant(0), .constant(0)], dialect: options.dialect, budget: budget)
        var columns: [Column] = []
        for series in vector.series {
            try budget.charge(grid.count)
            guard let values = try sweep.run(vector.load(series, self), present) else { continue }
            columns.append(Column(.none, values))
        }
        return try inverted(columns, call.arguments[0], on: grid)
    }

    private func inverted(_ columns: [Column], _ argument: Expression, on grid: StepGrid) throws -> [Column] {
        try budget.charge(grid.count)
        var values = [Double](repeating: 1, count: grid.count)
        for column in columns {
            for (step, value) in column.values.enumerated() where value.isPresent { values[step] = .absent }
        }
        return values.contains(where: \.isPresent) ? [Column(Self.labels(matchedBy: argument), values)] : []
    }

    /// The labels that a selector demands by equality; a label with several matchers has none.
    private static func labels(matchedBy argument: Expression) -> Labels {
        let matchers: [Matcher]
        switch argument.unwrapped {
        case .vector(let selector): matchers = selector.matchers
        case .matrix(let selector): matchers = selector.vector.matchers
        default: return .none
        }
        var labels = Labels.none
        var seen: Set<String> = []
        for matcher in matchers where matcher.name != Labels.metricName {
            let isFirst = matcher.operation == .equal && seen.insert(matcher.name).inserted
            labels = labels.setting(matcher.name, isFirst ? matcher.value : "")
        }
        return labels
    }
}
