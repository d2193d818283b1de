/// An expression of the language as a tree.
///
/// Every part knows where it stands in the text.
public indirect enum Expression: Equatable, Sendable {
    case number(NumberLiteral)
    case string(StringLiteral)
    case vector(VectorSelector)
    case matrix(MatrixSelector)
    case subquery(Subquery)
    case negation(SignedExpression)
    case binary(BinaryExpression)
    case call(FunctionCall)
    case aggregation(Aggregation)
    case parentheses(Expression, SourceRange)

    /// A number; a sign directly before it is part of it.
    public struct NumberLiteral: Equatable, Sendable {
        public let value: Double
        public let range: SourceRange
    }

    /// A text in quotes.
    public struct StringLiteral: Equatable, Sendable {
        public let value: String
        public let range: SourceRange
    }

    /// An expression with a sign before it.
    public struct SignedExpression: Equatable, Sendable {
        public let operand: Expression
        /// False for a plus, which changes nothing.
        public let isNegative: Bool
        public let start: Int
    }

    /// The call of a function.
    public struct FunctionCall: Equatable, Sendable {
        /// A name of ``Function/all``.
        public let name: String
        public let arguments: [Expression]
        public let range: SourceRange
    }

    /// The type of the value.
    public var type: ValueType {
        switch self {
        case .number: .scalar
        case .string: .string
        case .vector, .aggregation: .vector
        case .matrix, .subquery: .matrix
        case .negation(let signed): signed.operand.type
        case .parentheses(let inner, _): inner.type
        case .call(let call): Function.all[call.name]?.result ?? .vector
        case .binary(let binary): binary.left.type == .scalar && binary.right.type == .scalar ? .scalar : .vector
        }
    }

    /// Where it stands in the text.
    public var range: SourceRange {
        switch self {
        case .number(let literal): literal.range
        case .string(let literal): literal.range
        case .vector(let selector): selector.range
        case .matrix(let selector): SourceRange(selector.vector.range.start, selector.end)
        case .subquery(let subquery): SourceRange(subquery.operand.range.start, subquery.end)
        case .negation(let signed): SourceRange(signed.start, signed.operand.range.end)
        case .binary(let binary): SourceRange(binary.left.range.start, binary.right.range.end)
        case .call(let call): call.range
        case .aggregation(let aggregation): aggregation.range
        case .parentheses(_, let range): range
        }
    }

    /// Without parentheses around the whole.
    var unwrapped: Expression {
        if case .parentheses(let inner, _) = self { inner.unwrapped } else { self }
    }
}
