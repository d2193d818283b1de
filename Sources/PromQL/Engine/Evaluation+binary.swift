extension Evaluation {
    func scalars(_ binary: BinaryExpression, on grid: StepGrid) throws -> ScalarColumn {
        let (left, right) = (try scalar(binary.left, on: grid), try scalar(binary.right, on: grid))
        let body = Arithmetic.function(binary.operation)
        if case .constant(let one) = left, case .constant(let other) = right { return .constant(body(one, other)) }
        try budget.charge(grid.count)
        return .steps((0..<grid.count).map { body(left[$0], right[$0]) })
    }

    func vectors(_ binary: BinaryExpression, on grid: StepGrid) throws -> [Column] {
        // What is around an operator is not around its sides.
        let outer = surrounding
        surrounding = []
        defer { surrounding = outer }
        if binary.right.type == .scalar {
            let operand = try vector(binary.left, on: grid)
            return try combined(operand, try scalar(binary.right, on: grid), binary, isSwapped: false, on: grid)
        }
        if binary.left.type == .scalar {
            let other = try scalar(binary.left, on: grid)
            return try combined(try vector(binary.right, on: grid), other, binary, isSwapped: true, on: grid)
        }
        let (left, right) = (try vector(binary.left, on: grid), try vector(binary.right, on: grid))
        let match = VectorMatch(binary, left, right, steps: grid.count, evaluation: self)
        return binary.operation.isSetOperation ? try match.set() : try match.combine()
    }

    /// A vector and a scalar; a comparison keeps the vector's value, on whichever side it stands.
    private func combined(
        _ operand: [Column], _ other: ScalarColumn, _ binary: BinaryExpression, isSwapped: Bool, on grid: StepGrid
    ) throws -> [Column] {
        try budget.charge(operand.count * grid.count)
        let body = Self.sided(binary, isSwapped: isSwapped)
        let dropsName = binary.operation.dropsName(options.dialect) || binary.returnsBool
        return try operand.map { column in
            let labels = dropsName ? column.labels.withoutName : column.labels
            if case .constant(let constant) = other { return column.map(labels) { body($0, constant) } }
            let values = column.values.enumerated().map { step, value in
                value.isAbsent ? .absent : body(value, other[step])
            }
            return Column(labels, values)
        }.merged()
    }

    /// The operator as a function of the vector's value and the scalar.
    private static func sided(_ binary: BinaryExpression, isSwapped: Bool) -> (Double, Double) -> Double {
        let isFilter = binary.operation.isComparison && !binary.returnsBool
        if isSwapped && isFilter {
            let holds = Arithmetic.function(binary.operation)
            return { holds($1, $0) == 1 ? $0 : .absent }
        }
        let body = Arithmetic.filter(binary.operation, returnsBool: binary.returnsBool)
        return isSwapped ? { body($1, $0) } : body
    }
}
