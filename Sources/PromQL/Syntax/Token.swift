/// A word of the language and where it stands.
struct Token: Equatable {
    enum Kind: Equatable {
        case end
        case identifier, metricIdentifier, string, number, duration
        case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
        case comma, colon, assign, at
        /// `=~` and `!~`.
        case match(Matcher.Operation)
        case binary(BinaryOperator)
        case aggregation(AggregationOperator)
        case keyword(Keyword)
        /// `start` or `end`, after an `@`.
        case boundary(Keyword)
        /// What the lexer could not read, with the reason.
        case invalid(String)
    }

    enum Keyword: String, CaseIterable {
        case offset, by, without, on, ignoring, bool
        case groupLeft = "group_left"
        case groupRight = "group_right"
        case start, end
    }

    let kind: Kind
    let range: SourceRange
    let text: String

    /// The kinds of the words that are more than names, in lower case.
    static let words: [String: Kind] = {
        var words: [String: Kind] = ["inf": .number, "nan": .number]
        for word: BinaryOperator in [.and, .or, .unless, .atan2] { words[word.rawValue] = .binary(word) }
        for word in AggregationOperator.allCases { words[word.rawValue] = .aggregation(word) }
        for word in Keyword.allCases {
            words[word.rawValue] = word == .start || word == .end ? .boundary(word) : .keyword(word)
        }
        return words
    }()

    /// How an error speaks of it.
    var description: String {
        switch kind {
        case .end: "end of input"
        case .identifier: "identifier \(Quoting.quoted(text))"
        case .metricIdentifier: "metric identifier \(Quoting.quoted(text))"
        case .string: "string \(abbreviated)"
        case .number: "number \(abbreviated)"
        case .duration: "duration \(abbreviated)"
        case .binary, .match, .at: "<op:\(text)>"
        case .aggregation: "<aggr:\(text)>"
        case .keyword: "<\(text)>"
        default: abbreviated
        }
    }

    private var abbreviated: String {
        text.utf8.count > 10 ? Quoting.quoted(String(text.prefix(10))) + "..." : Quoting.quoted(text)
    }
}

extension Token.Kind {
    /// Whether the word may also be the name of a metric.
    var isMetricName: Bool {
        switch self {
        case .identifier, .metricIdentifier, .aggregation, .boundary: true
        case .binary(let word): word.isSetOperation
        case .keyword(let word): word == .by || word == .without || word == .offset
        default: false
        }
    }

    /// Whether the word may also be the name of a label in `by (…)` and its like.
    var isLabelName: Bool {
        switch self {
        case .identifier, .metricIdentifier, .aggregation, .boundary: true
        case .keyword(let word): word != .without
        case .binary(let word): word.isSetOperation || word == .atan2
        default: false
        }
    }

    /// Whether an expression can begin with the word; what could not be read is left to be reported as such.
    func beginsExpression(_ dialect: Dialect) -> Bool {
        switch self {
        case .number, .string, .leftParenthesis, .leftBrace, .binary(.add), .binary(.subtract), .invalid: true
        case .duration: dialect == .prometheus3
        default: isMetricName
        }
    }
}
