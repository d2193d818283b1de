extension Expression {
    /// Every selector of series in it, in the order of the text.
    public var selectors: [VectorSelector] {
        switch self {
        case .number, .string: []
        case .vector(let selector): [selector]
        case .matrix(let selector): [selector.vector]
        case .subquery(let subquery): subquery.operand.selectors
        case .negation(let signed): signed.operand.selectors
        case .binary(let binary): binary.left.selectors + binary.right.selectors
        case .call(let call): call.arguments.flatMap(\.selectors)
        case .aggregation(let aggregation): (aggregation.parameter?.selectors ?? []) + aggregation.operand.selectors
        case .parentheses(let inner, _): inner.selectors
        }
    }
}
