extension Parser {
    /// An expression of operators that bind at least as tight as `lowest`.
    mutating func expression(_ lowest: Int = 1) throws(ParseError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        try checkDepth(depth)
        var left = try operand()
        var levels = 0
        while case .binary(let operation) = kind, operation.precedence >= lowest {
            levels += 1
            try checkDepth(depth + levels)
            let offset = advance().range.start
            let (returnsBool, matching) = try modifiers()
            let isRightAssociative = operation == .power
            let right = try expression(isRightAssociative ? operation.precedence : operation.precedence + 1)
            left = .binary(
                BinaryExpression(
                    operation: operation, left: left, right: right, returnsBool: returnsBool, matching: matching,
                    operatorOffset: offset))
        }
        return left
    }

    /// A primary with its sign and its modifiers.
    ///
    /// A sign binds as tight as a product does.
    private mutating func operand() throws(ParseError) -> Expression {
        guard case .binary(let sign) = kind, sign == .subtract || sign == .add else {
            return try modified(try primary())
        }
        let start = advance().range.start
        let operand = try expression(BinaryOperator.power.precedence)
        guard case .number(let number) = operand else {
            return .negation(.init(operand: operand, isNegative: sign == .subtract, start: start))
        }
        let value = sign == .subtract ? -number.value : number.value
        return .number(.init(value: value, range: SourceRange(start, number.range.end)))
    }

    /// What stands between an operator and its right side.
    private mutating func modifiers() throws(ParseError) -> (Bool, VectorMatching) {
        var matching = VectorMatching()
        let returnsBool = take(.keyword(.bool))
        guard kind == .keyword(.on) || kind == .keyword(.ignoring) else { return (returnsBool, matching) }
        matching.isOn = advance().kind == .keyword(.on)
        matching.labels = try labelNames()
        if take(.keyword(.groupLeft)) {
            matching.grouping = .manyToOne
        } else if take(.keyword(.groupRight)) {
            matching.grouping = .oneToMany
        }
        if matching.grouping != .oneToOne, kind == .leftParenthesis || !kind.beginsExpression(dialect) {
            matching.included = try labelNames()
        }
        return (returnsBool, matching)
    }

    /// The names in parentheses after `by`, `on` and their like.
    mutating func labelNames() throws(ParseError) -> [String] {
        let context = "grouping opts"
        guard take(.leftParenthesis) else { throw unexpected(in: context, expected: "\"(\"") }
        var names: [String] = []
        while !take(.rightParenthesis) {
            guard kind.isLabelName, Labels.isValid(name: token.text) else {
                throw unexpected(in: context, expected: "label")
            }
            names.append(advance().text)
            guard kind == .rightParenthesis || take(.comma) else {
                throw unexpected(in: context, expected: "\",\" or \")\"")
            }
        }
        return names
    }
}
