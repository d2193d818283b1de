extension Parser {
    mutating func primary() throws(ParseError) -> Expression {
        switch kind {
        case .number:
            let token = advance()
            return .number(.init(value: try number(token), range: token.range))
        case .duration where dialect == .prometheus3:
            let start = token.range.start
            return .number(.init(value: Double(try duration()) / 1000, range: SourceRange(start, lastEnd)))
        case .string:
            let token = advance()
            return .string(.init(value: try text(token), range: token.range))
        case .leftParenthesis: return try parentheses()
        case .leftBrace: return .vector(try selector(name: nil))
        case .aggregation(let operation):
            return isAggregation(before: following)
                ? .aggregation(try aggregation(operation)) : .vector(try selector(name: advance()))
        case .identifier where following == .leftParenthesis: return .call(try call())
        case let kind where kind.isMetricName: return .vector(try selector(name: advance()))
        default: throw unexpected()
        }
    }

    private mutating func parentheses() throws(ParseError) -> Expression {
        let start = advance().range.start
        let inner = try expression()
        guard kind == .rightParenthesis else { throw unexpected() }
        return .parentheses(inner, SourceRange(start, advance().range.end))
    }

    /// A whole number in decimal, octal or hexadecimal, or a decimal fraction.
    func number(_ token: Token) throws(ParseError) -> Double {
        let digits = token.text.lowercased()
        if digits.hasPrefix("0x"), let whole = Int64(digits.dropFirst(2), radix: 16) { return Double(whole) }
        if digits.hasPrefix("0"), digits.count > 1, let whole = Int64(digits.dropFirst(), radix: 8) {
            return Double(whole)
        }
        let value = SampleText.parse(token.text)
        if let value, value.isFinite || Token.words[digits] == .number { return value }
        let reason = value == nil ? "invalid syntax" : "value out of range"
        let fault = "error parsing number: strconv.ParseFloat: parsing \(Quoting.quoted(token.text)): \(reason)"
        throw self.fault(fault, at: token.range.start)
    }

    func text(_ token: Token) throws(ParseError) -> String {
        if let text = Quoting.unquoted(bytes[token.range.start..<token.range.end]) { return text }
        throw fault("error unquoting string \(Quoting.quoted(token.text)): invalid syntax", at: token.range.start)
    }

    private mutating func call() throws(ParseError) -> Expression.FunctionCall {
        let name = advance()
        let arguments = try self.arguments()
        guard Function.all[name.text] != nil else {
            throw fault("unknown function with name \(Quoting.quoted(name.text))", at: name.range.start)
        }
        return .init(name: name.text, arguments: arguments, range: SourceRange(name.range.start, lastEnd))
    }

    /// Expressions in parentheses, between commas.
    private mutating func arguments() throws(ParseError) -> [Expression] {
        guard take(.leftParenthesis) else { throw unexpected() }
        var arguments: [Expression] = []
        if take(.rightParenthesis) { return arguments }
        while true {
            arguments.append(try expression())
            if take(.rightParenthesis) { return arguments }
            guard kind == .comma else { throw unexpected() }
            let comma = advance()
            if !kind.beginsExpression(dialect) {
                throw fault("trailing commas not allowed in function call args", at: comma.range.start)
            }
        }
    }

    /// Whether an operator's name is one here, and not the name of a metric, before a word of this kind.
    private func isAggregation(before following: Token.Kind) -> Bool {
        following == .leftParenthesis || following == .keyword(.by) || following == .keyword(.without)
    }

    private mutating func aggregation(_ operation: AggregationOperator) throws(ParseError) -> Aggregation {
        let start = advance().range.start
        aggregations += 1
        defer { aggregations -= 1 }
        var grouping = try grouping()
        let arguments = try self.arguments()
        if grouping == nil { grouping = try self.grouping() }
        let wanted = operation.parameter == nil ? 1 : 2
        guard let operand = arguments.last else {
            throw fault("no arguments for aggregate expression provided", at: start)
        }
        guard arguments.count == wanted else {
            let count = "expected \(wanted), got \(arguments.count)"
            throw fault("wrong number of arguments for aggregate expression provided, \(count)", at: start)
        }
        return Aggregation(
            operation: operation, operand: operand, parameter: wanted == 2 ? arguments[0] : nil,
            labels: grouping?.labels ?? [], isWithout: grouping?.isWithout ?? false,
            range: SourceRange(start, lastEnd))
    }

    private mutating func grouping() throws(ParseError) -> (labels: [String], isWithout: Bool)? {
        guard kind == .keyword(.by) || kind == .keyword(.without) else { return nil }
        let isWithout = advance().kind == .keyword(.without)
        return (try labelNames(), isWithout)
    }
}
