/// One query on its way: what it reads from, its bounds, and what it has used.
///
/// Every part of the expression is evaluated at all steps before the next part is: a series is a column of values,
/// and a sliding window visits its samples once. So a range query reads each sample once, however many its steps.
final class Evaluation {
    let source: any SeriesSource
    let options: QueryOptions
    let budget: Budget
    /// First and last step of the whole query: what `start()` and `end()` mean.
    let queryStart: Int64
    private let queryEnd: Int64
    /// The functions and aggregations around the part that is being evaluated, the nearest last.
    var surrounding: [String] = []

    init(source: any SeriesSource, options: QueryOptions, grid: StepGrid) {
        self.source = source
        self.options = options
        budget = Budget(options.limits)
        queryStart = grid.start
        queryEnd = grid.end
    }

    func value(of expression: Expression, on grid: StepGrid) throws -> Value {
        switch expression.type {
        case .scalar: .scalar(try scalar(expression, on: grid))
        case .string: .string(try string(expression))
        case .vector, .matrix: .vector(try vector(expression, on: grid))
        }
    }

    func string(_ expression: Expression) throws -> String {
        guard case .string(let literal) = expression.unwrapped else {
            throw QueryError.execution("a string is expected")
        }
        return literal.value
    }

    func scalar(_ expression: Expression, on grid: StepGrid) throws -> ScalarColumn {
        switch expression.unwrapped {
        case .number(let literal): return .constant(literal.value)
        case .negation(let signed):
            let operand = try scalar(signed.operand, on: grid)
            return signed.isNegative ? operand.map { -$0 } : operand
        case .binary(let binary): return try scalars(binary, on: grid)
        case .call(let call):
            guard case .scalar(let result) = try self.call(call, on: grid) else { fallthrough }
            return result
        default: throw QueryError.execution("a scalar is expected")
        }
    }

    func vector(_ expression: Expression, on grid: StepGrid) throws -> [Column] {
        try budget.spend(1)
        guard grid.count > 1, expression.isStepInvariant else { return try computed(expression, on: grid) }
        let once = try computed(expression, on: grid.first)
        try budget.charge(once.count * grid.count)
        return once.map { Column($0.labels, Array(repeating: $0.values[0], count: grid.count)) }
    }

    private func computed(_ expression: Expression, on grid: StepGrid) throws -> [Column] {
        switch expression.unwrapped {
        case .vector(let selector): return try newest(selector, on: grid)
        case .aggregation(let aggregation): return try aggregated(aggregation, on: grid)
        case .binary(let binary): return try vectors(binary, on: grid)
        case .negation(let signed):
            let operand = try vector(signed.operand, on: grid)
            guard signed.isNegative else { return operand }
            return try operand.map { column in column.map(column.labels.withoutName) { -$0 } }.distinct()
        case .call(let call):
            guard case .vector(let columns) = try self.call(call, on: grid) else { fallthrough }
            return columns
        default: throw QueryError.execution("an instant vector is expected")
        }
    }

    private func call(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> Value {
        guard let function = Function.all[call.name] else {
            throw QueryError.execution("unknown function with name \(Quoting.quoted(call.name))")
        }
        surrounding.append(call.name)
        defer { surrounding.removeLast() }
        switch function.implementation {
        case .each(let body): return .vector(try each(call, on: grid, body))
        case .window(let window): return .vector(try windows(call, function, window, on: grid))
        case .whole(let body): return try body(self, call, grid)
        }
    }

    /// A function of each value alone.
    private func each(
        _ call: Expression.FunctionCall, on grid: StepGrid, _ body: (Double) -> Double
    ) throws -> [Column] {
        let operand = try vector(call.arguments[0], on: grid)
        try budget.charge(operand.count * grid.count)
        return try operand.map { $0.map($0.labels.withoutName, body) }.merged()
    }

    /// The time that `time` looks at, for each step.
    func references(_ time: TimeModifier, on grid: StepGrid) -> References {
        switch time.instant {
        case nil: References(grid: grid, offset: time.offset, fixed: nil)
        case .at(let instant): References(grid: grid, offset: time.offset, fixed: instant)
        case .start: References(grid: grid, offset: time.offset, fixed: queryStart)
        case .end: References(grid: grid, offset: time.offset, fixed: queryEnd)
        }
    }
}
