extension Expression: CustomStringConvertible {
    /// The expression as Prometheus prints it; it reads back as the same expression.
    public var description: String {
        switch self {
        case .number(let literal): SampleText.format(literal.value)
        case .string(let literal): Quoting.quoted(literal.value)
        case .vector(let selector): selector.body + selector.time.description
        case .matrix(let selector):
            "\(selector.vector.body)[\(DurationText.format(selector.duration))]\(selector.vector.time)"
        case .subquery(let subquery):
            "\(subquery.operand)[\(DurationText.format(subquery.duration)):"
                + "\(subquery.step.map(DurationText.format) ?? "")]\(subquery.time)"
        case .negation(let signed): (signed.isNegative ? "-" : "+") + signed.operand.description
        case .binary(let binary): binary.description
        case .call(let call): "\(call.name)(\(call.arguments.map(\.description).joined(separator: ", ")))"
        case .aggregation(let aggregation): aggregation.description
        case .parentheses(let inner, _): "(\(inner))"
        }
    }
}

extension VectorSelector {
    /// Name and matchers, without time.
    fileprivate var body: String {
        let shown = matchers.filter { $0 != Matcher(Labels.metricName, equals: name) }.map(\.description).sorted()
        return name + (shown.isEmpty && !name.isEmpty ? "" : "{\(shown.joined(separator: ","))}")
    }
}

extension TimeModifier: CustomStringConvertible {
    public var description: String {
        var text = ""
        switch instant {
        case nil: break
        case .at(let time): text += " @ \(SampleText.fixed(Double(time) / 1000).dropLast(3))"
        case .start: text += " @ start()"
        case .end: text += " @ end()"
        }
        return offset == 0 ? text : text + " offset \(DurationText.format(offset))"
    }
}

extension BinaryExpression: CustomStringConvertible {
    public var description: String {
        let bool = returnsBool ? " bool" : ""
        return "\(left) \(operation.rawValue)\(bool)\(matching) \(right)"
    }
}

extension VectorMatching: CustomStringConvertible {
    public var description: String {
        guard isOn || !labels.isEmpty || grouping != .oneToOne else { return "" }
        var text = " \(isOn ? "on" : "ignoring") (\(labels.joined(separator: ", ")))"
        if grouping != .oneToOne {
            let side = grouping == .manyToOne ? "left" : "right"
            text += " group_\(side) (\(included.joined(separator: ", ")))"
        }
        return text
    }
}

extension Aggregation: CustomStringConvertible {
    public var description: String {
        var text = operation.rawValue
        if isWithout || !labels.isEmpty {
            text += " \(isWithout ? "without" : "by") (\(labels.joined(separator: ", "))) "
        }
        return text + "(\(parameter.map { "\($0), " } ?? "")\(operand))"
    }
}
