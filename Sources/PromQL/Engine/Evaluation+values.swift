/// Functions of values with scalars beside them, and between scalars and vectors.
extension Evaluation {
    /// A function of each value and up to two scalars; it may leave out values.
    func limited(
        _ call: Expression.FunctionCall, on grid: StepGrid, _ body: (Double, Double, Double) -> Double
    ) throws -> Value {
        let operand = try vector(call.arguments[0], on: grid)
        let first = call.arguments.count > 1 ? try scalar(call.arguments[1], on: grid) : .constant(1)
        let second = call.arguments.count > 2 ? try scalar(call.arguments[2], on: grid) : .constant(0)
        try budget.charge(operand.count * grid.count)
        return .vector(
            try operand.map { column in
                let values = column.values.enumerated().map { step, value in
                    value.isAbsent ? .absent : body(value, first[step], second[step])
                }
                return Column(column.labels.withoutName, values)
            }.merged())
    }

    /// To the nearest multiple, halves upwards.
    func rounded(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> Value {
        try limited(call, on: grid) { value, multiple, _ in
            let inverse = 1 / multiple
            return (value * inverse + 0.5).rounded(.down) / inverse
        }
    }

    func times(_ grid: StepGrid) throws -> ScalarColumn {
        try budget.charge(grid.count)
        return .steps((0..<grid.count).map { Double(grid.time($0)) / 1000 })
    }

    /// The times of the samples of a selector; for everything else the time of evaluation.
    func timestamps(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        if case .vector(let selector) = call.arguments[0].unwrapped {
            return try newest(selector, on: grid, asTimes: true).map { Column($0.labels.withoutName, $0.values) }
                .merged()
        }
        let operand = try vector(call.arguments[0], on: grid)
        try budget.charge(operand.count * grid.count)
        return try operand.map { column in
            let values = column.values.enumerated().map { $1.isAbsent ? $1 : Double(grid.time($0)) / 1000 }
            return Column(column.labels.withoutName, values)
        }.merged()
    }

    func asVector(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        let value = try scalar(call.arguments[0], on: grid)
        try budget.charge(grid.count)
        return [Column(.none, (0..<grid.count).map { value[$0] })]
    }

    /// The value of the only series, NaN where there are none or several.
    func onlyValue(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> ScalarColumn {
        let operand = try vector(call.arguments[0], on: grid)
        try budget.charge(grid.count)
        var counts = [Int](repeating: 0, count: grid.count)
        var values = [Double](repeating: .nan, count: grid.count)
        for column in operand {
            for (step, value) in column.values.enumerated() where value.isPresent {
                counts[step] += 1
                values[step] = counts[step] == 1 ? value : .nan
            }
        }
        return .steps(values)
    }

    /// In the order of the values of an instant query, NaN last; a range query has no order of values.
    func sorted(
        _ call: Expression.FunctionCall, on grid: StepGrid, _ precedes: (Double, Double) -> Bool
    ) throws -> [Column] {
        let operand = try vector(call.arguments[0], on: grid)
        guard grid.isSingle else { return operand }
        return operand.filter { $0.values[0].isPresent }.sorted { left, right in
            let (one, other) = (left.values[0], right.values[0])
            return one.isNaN || other.isNaN ? !one.isNaN : precedes(one, other)
        }
    }
}
