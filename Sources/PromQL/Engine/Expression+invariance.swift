extension Expression {
    /// Whether the value is the same at every step, so that one evaluation serves for all.
    var isStepInvariant: Bool {
        switch self {
        case .number, .string: true
        case .vector(let selector): selector.time.instant != nil
        case .matrix(let selector): selector.vector.time.instant != nil
        case .subquery(let subquery): subquery.time.instant != nil
        case .negation(let signed): signed.operand.isStepInvariant
        case .parentheses(let inner, _): inner.isStepInvariant
        case .binary(let binary): binary.left.isStepInvariant && binary.right.isStepInvariant
        case .aggregation(let aggregation):
            aggregation.operand.isStepInvariant && aggregation.parameter?.isStepInvariant ?? true
        case .call(let call):
            Function.all[call.name]?.readsTime == false && call.arguments.allSatisfy(\.isStepInvariant)
        }
    }
}
