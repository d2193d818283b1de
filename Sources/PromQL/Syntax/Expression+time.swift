extension Expression {
    /// The offset and `@` of a selector or subquery, nil for everything else.
    var time: TimeModifier? {
        switch self {
        case .vector(let selector): selector.time
        case .matrix(let selector): selector.vector.time
        case .subquery(let subquery): subquery.time
        default: nil
        }
    }

    /// The same selector or subquery at another time, which ends there in the text.
    func with(_ time: TimeModifier, end: Int) -> Expression {
        switch self {
        case .vector(var selector):
            selector.time = time
            selector.range.end = end
            return .vector(selector)
        case .matrix(var selector):
            selector.vector.time = time
            selector.end = end
            return .matrix(selector)
        case .subquery(var subquery):
            subquery.time = time
            subquery.end = end
            return .subquery(subquery)
        default: return self
        }
    }
}
