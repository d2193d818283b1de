/// Reads an expression: by recursive descent, with the precedence of operators.
///
/// The first fault ends it. Nesting is bounded, so that no text can exhaust the stack.
public struct Parser {
    /// Bounds on what is read.
    public struct Limits: Sendable {
        /// Levels of the tree; each operator of a chain is one.
        public var depth = 256
        /// Bytes of the text.
        public var length = 65_536

        public init() {}
    }

    let tokens: [Token]
    let bytes: [UInt8]
    let limits: Limits
    let dialect: Dialect
    var index = 0
    /// Where the last word ended that can end a selector or a call.
    var lastEnd = 0
    /// Levels above the place that is being read.
    var depth = 0
    /// How many aggregations the place is within: they name themselves in errors.
    var aggregations = 0

    private init(_ text: String, _ dialect: Dialect, _ limits: Limits) {
        bytes = Array(text.utf8)
        tokens = Lexer.tokens(text, dialect)
        self.limits = limits
        self.dialect = dialect
    }

    /// The expression that `text` stands for, checked for types.
    public static func parse(
        _ text: String, dialect: Dialect = .prometheus2, limits: Limits = Limits()
    ) throws(ParseError) -> Expression {
        guard text.utf8.count <= limits.length else {
            let fault = "expression is longer than \(limits.length) bytes (limit: length)"
            throw ParseError(fault, at: limits.length, in: Array(text.utf8))
        }
        var parser = Parser(text, dialect, limits)
        if parser.kind == .end { throw ParseError("no expression found in input", at: 0, in: parser.bytes) }
        let expression = try parser.expression()
        guard parser.kind == .end else { throw parser.unexpected() }
        try TypeCheck(text: parser.bytes).check(expression)
        return expression
    }

    /// The matchers of a selector such as `up{job="api"}`, for `match[]` and its like.
    public static func matchers(
        _ text: String, dialect: Dialect = .prometheus2, limits: Limits = Limits()
    ) throws(ParseError) -> [Matcher] {
        guard case .vector(let selector) = try parse(text, dialect: dialect, limits: limits),
            selector.time == TimeModifier()
        else {
            throw ParseError("expected a selector of series", at: 0, in: Array(text.utf8))
        }
        return selector.matchers
    }

    var token: Token { tokens[index] }
    var kind: Token.Kind { tokens[index].kind }
    var following: Token.Kind { index + 1 < tokens.count ? tokens[index + 1].kind : .end }

    /// Takes the next word.
    @discardableResult
    mutating func advance() -> Token {
        let token = tokens[index]
        switch token.kind {
        case .rightBrace, .rightParenthesis, .rightBracket, .duration, .number: lastEnd = token.range.end
        default: break
        }
        if index + 1 < tokens.count { index += 1 }
        return token
    }

    mutating func take(_ wanted: Token.Kind) -> Bool {
        guard kind == wanted else { return false }
        advance()
        return true
    }

    func fault(_ message: String, at offset: Int) -> ParseError { ParseError(message, at: offset, in: bytes) }

    /// The next word is not what may stand here.
    func unexpected(in context: String? = nil, expected: String? = nil) -> ParseError {
        if case .invalid(let reason) = kind { return fault(reason, at: token.range.start) }
        let place = context ?? (aggregations > 0 ? "aggregation" : nil)
        let message = "unexpected \(token.description)" + (place.map { " in \($0)" } ?? "")
        return fault(message + (expected.map { ", expected \($0)" } ?? ""), at: token.range.start)
    }

    func checkDepth(_ levels: Int) throws(ParseError) {
        guard levels <= limits.depth else {
            throw fault("expression is nested deeper than \(limits.depth) levels (limit: depth)", at: token.range.start)
        }
    }
}
