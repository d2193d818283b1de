extension Parser {
    /// A selector; the name has been taken, braces may follow.
    mutating func selector(name: Token?) throws(ParseError) -> VectorSelector {
        let start = name?.range.start ?? token.range.start
        var end = name?.range.end ?? start
        var matchers: [Matcher] = []
        if kind == .leftBrace {
            matchers = try labelMatchers()
            end = lastEnd
        }
        if let name { matchers.append(Matcher(Labels.metricName, equals: name.text)) }
        return VectorSelector(name: name?.text ?? "", matchers: matchers, range: SourceRange(start, end))
    }

    private mutating func labelMatchers() throws(ParseError) -> [Matcher] {
        let context = "label matching"
        advance()
        var matchers: [Matcher] = []
        while !take(.rightBrace) {
            guard kind == .identifier || kind == .string && dialect == .prometheus3 else {
                throw unexpected(in: context, expected: "identifier or \"}\"")
            }
            let name = advance()
            let label = name.kind == .string ? try text(name) : name.text
            if name.kind == .string, kind == .comma || kind == .rightBrace {
                matchers.append(Matcher(Labels.metricName, equals: label))
                _ = take(.comma)
                continue
            }
            guard let operation = matchOperation else {
                throw unexpected(in: context, expected: "label matching operator")
            }
            advance()
            guard kind == .string else { throw unexpected(in: context, expected: "string") }
            let value = try text(advance())
            do {
                matchers.append(try Matcher(label, operation, value, dialect: dialect))
            } catch {
                throw fault(error.description, at: name.range.start)
            }
            guard kind == .rightBrace || take(.comma) else {
                throw unexpected(in: context, expected: "\",\" or \"}\"")
            }
        }
        return matchers
    }

    private var matchOperation: Matcher.Operation? {
        switch kind {
        case .assign: .equal
        case .binary(.notEqual): .notEqual
        case .match(let operation): operation
        default: nil
        }
    }

    /// The ranges, offsets and `@`s after an expression.
    mutating func modified(_ primary: Expression) throws(ParseError) -> Expression {
        var result = primary
        var levels = 0
        while true {
            switch kind {
            case .leftBracket:
                levels += 1
                try checkDepth(depth + levels)
                result = try ranged(result)
            case .keyword(.offset): result = try shifted(result)
            case .at: result = try fixed(result)
            default: return result
            }
        }
    }

    private mutating func ranged(_ operand: Expression) throws(ParseError) -> Expression {
        let bracket = advance()
        guard isDuration else { throw unexpected(in: "subquery selector", expected: "duration") }
        let duration = try self.duration()
        if take(.colon) {
            let step = isDuration ? try self.duration() : nil
            guard kind == .rightBracket else {
                let expected = step == nil ? "duration or \"]\"" : "\"]\""
                throw unexpected(in: "subquery selector", expected: expected)
            }
            let end = advance().range.end
            return .subquery(Subquery(operand: operand, duration: duration, step: step, end: end))
        }
        guard kind == .rightBracket else { throw unexpected(in: "subquery or range", expected: "\":\" or \"]\"") }
        let end = advance().range.end
        guard case .vector(let vector) = operand else {
            throw fault("ranges only allowed for vector selectors", at: bracket.range.start)
        }
        if vector.time.offset != 0 {
            throw fault("no offset modifiers allowed before range", at: bracket.range.start)
        }
        if vector.time.instant != nil { throw fault("no @ modifiers allowed before range", at: bracket.range.start) }
        return .matrix(MatrixSelector(vector: vector, duration: duration, end: end))
    }

    /// Whether the next word can be a duration.
    private var isDuration: Bool { kind == .duration || kind == .number && dialect == .prometheus3 }

    /// Milliseconds, more than 0.
    mutating func duration() throws(ParseError) -> Int64 {
        let token = advance()
        if token.kind == .number {
            let milliseconds = (try number(token) * 1000).rounded()
            guard milliseconds >= 1, milliseconds < 9.2e12 else {
                throw fault("duration must be greater than 0", at: token.range.start)
            }
            return Int64(milliseconds)
        }
        do throws(DurationText.Fault) {
            let duration = try DurationText.parse(token.text)
            guard duration > 0 else { throw DurationText.Fault(description: "duration must be greater than 0") }
            return duration
        } catch {
            throw fault(error.description, at: token.range.start)
        }
    }

    private mutating func shifted(_ operand: Expression) throws(ParseError) -> Expression {
        advance()
        let isNegative = take(.binary(.subtract))
        guard isDuration else { throw unexpected(in: "offset", expected: "duration") }
        let offset = try duration() * (isNegative ? -1 : 1)
        guard var time = operand.time else {
            let needed = "an instant vector selector or range vector selector or a subquery"
            throw fault("offset modifier must be preceded by \(needed)", at: operand.range.start)
        }
        guard time.offset == 0 else { throw fault("offset may not be set multiple times", at: operand.range.start) }
        time.offset = offset
        return operand.with(time, end: lastEnd)
    }

    private mutating func fixed(_ operand: Expression) throws(ParseError) -> Expression {
        advance()
        let instant = try self.instant(operand)
        guard var time = operand.time else {
            let needed = "an instant vector selector or range vector selector or a subquery"
            throw fault("@ modifier must be preceded by \(needed)", at: operand.range.start)
        }
        guard time.instant == nil else {
            throw fault("@ <timestamp> may not be set multiple times", at: operand.range.start)
        }
        time.instant = instant
        return operand.with(time, end: lastEnd)
    }

    private mutating func instant(_ operand: Expression) throws(ParseError) -> TimeModifier.Instant {
        if case .boundary(let keyword) = kind {
            advance()
            guard take(.leftParenthesis), take(.rightParenthesis) else {
                throw unexpected(in: "@", expected: "timestamp")
            }
            return keyword == .start ? .start : .end
        }
        let isNegative = take(.binary(.subtract))
        if !isNegative { _ = take(.binary(.add)) }
        guard kind == .number || kind == .duration && dialect == .prometheus3 else {
            throw unexpected(in: "@", expected: "timestamp")
        }
        let magnitude = kind == .number ? try number(advance()) : Double(try duration()) / 1000
        let seconds = isNegative ? -magnitude : magnitude
        guard seconds.magnitude < 0x1p63, let time = Int64(exactly: (seconds * 1000).rounded(.toNearestOrAwayFromZero))
        else {
            let shown = SampleText.fixed(seconds)
            throw fault("timestamp out of bounds for @ modifier: \(shown)", at: operand.range.start)
        }
        return .at(time)
    }
}
