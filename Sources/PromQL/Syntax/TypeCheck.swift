/// Finds what an expression that can be read cannot mean.
struct TypeCheck {
    let text: [UInt8]

    private func fault(_ message: String, at offset: Int) -> ParseError { ParseError(message, at: offset, in: text) }

    func check(_ expression: Expression) throws(ParseError) {
        switch expression {
        case .number, .string: break
        case .vector(let selector): try check(selector)
        case .matrix(let selector): try check(selector.vector)
        case .parentheses(let inner, _): try check(inner)
        case .subquery(let subquery):
            try check(subquery.operand)
            let type = subquery.operand.type
            if type != .vector {
                let message = "subquery is only allowed on instant vector, got \(type.rawValue) instead"
                throw fault(message, at: expression.range.start)
            }
        case .negation(let signed):
            try check(signed.operand)
            let type = signed.operand.type
            if type != .scalar && type != .vector {
                let allowed = "unary expression only allowed on expressions of type scalar or instant vector"
                throw fault("\(allowed), got \(Quoting.quoted(type.documentedName))", at: signed.start)
            }
        case .binary(let binary): try check(binary)
        case .call(let call): try check(call)
        case .aggregation(let aggregation): try check(aggregation)
        }
    }

    private func expect(_ wanted: ValueType, _ expression: Expression, in context: String) throws(ParseError) {
        try check(expression)
        let type = expression.type
        guard type != wanted else { return }
        let message = "expected type \(wanted.documentedName) in \(context), got \(type.documentedName)"
        throw fault(message, at: expression.range.start)
    }

    private func check(_ selector: VectorSelector) throws(ParseError) {
        if !selector.name.isEmpty {
            for matcher in selector.matchers.dropLast() where matcher.name == Labels.metricName {
                let names = "\(Quoting.quoted(selector.name)) or \(Quoting.quoted(matcher.value))"
                throw fault("metric name must not be set twice: \(names)", at: selector.range.start)
            }
        } else if selector.matchers.allSatisfy({ $0.matches("") }) {
            let message = "vector selector must contain at least one non-empty matcher"
            throw fault(message, at: selector.range.start)
        }
    }

    private func check(_ aggregation: Aggregation) throws(ParseError) {
        try expect(.vector, aggregation.operand, in: "aggregation expression")
        if let parameter = aggregation.parameter, let type = aggregation.operation.parameter {
            try expect(type, parameter, in: "aggregation parameter")
        }
    }

    private func check(_ call: Expression.FunctionCall) throws(ParseError) {
        guard let function = Function.all[call.name] else { return }
        let count = call.arguments.count
        let (fewest, most) = (function.parameters.count - function.optional, function.most)
        let isFixed = function.optional == 0 && most == function.parameters.count
        if isFixed ? count != fewest : count < fewest {
            let wanted = isFixed ? "\(fewest)" : "at least \(fewest)"
            let message = "expected \(wanted) argument(s) in call to \(Quoting.quoted(call.name)), got \(count)"
            throw fault(message, at: call.range.start)
        }
        if let most, count > most {
            let message = "expected at most \(most) argument(s) in call to \(Quoting.quoted(call.name)), got \(count)"
            throw fault(message, at: call.range.start)
        }
        for (place, argument) in call.arguments.enumerated() {
            let type = function.parameters[min(place, function.parameters.count - 1)]
            try expect(type, argument, in: "call to function \(Quoting.quoted(call.name))")
        }
    }
}
