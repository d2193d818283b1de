/// Two expressions and the operator between them.
public struct BinaryExpression: Equatable, Sendable {
    public let operation: BinaryOperator
    public let left: Expression
    public let right: Expression
    /// Whether a comparison yields 0 or 1 instead of filtering.
    public let returnsBool: Bool
    /// How series of both sides find each other; of no meaning where a side is a scalar.
    public let matching: VectorMatching
    /// Where the operator stands.
    public let operatorOffset: Int
}

/// How series of two sides find each other.
public struct VectorMatching: Equatable, Sendable {
    /// Which side may have several series for one of the other.
    public enum Grouping: Sendable {
        case oneToOne
        /// `group_left`: several on the left.
        case manyToOne
        /// `group_right`: several on the right.
        case oneToMany
    }

    public var grouping = Grouping.oneToOne
    /// Whether `labels` are those that must be equal, or those that need not be.
    public var isOn = false
    public var labels: [String] = []
    /// Labels that the result takes from the one side.
    public var included: [String] = []

    public init() {}
}

/// Makes one series of each group of series.
public struct Aggregation: Equatable, Sendable {
    public let operation: AggregationOperator
    public let operand: Expression
    /// The number or text that the operator asks for.
    public let parameter: Expression?
    /// The labels that groups have in common, or with `without` those they have not.
    public let labels: [String]
    public let isWithout: Bool
    public let range: SourceRange
}
