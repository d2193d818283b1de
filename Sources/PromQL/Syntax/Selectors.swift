/// When a selector looks, apart from the time of evaluation.
public struct TimeModifier: Equatable, Sendable {
    /// What an `@` fixes the time to.
    public enum Instant: Equatable, Sendable {
        /// Milliseconds since 1970.
        case at(Int64)
        /// The first and the last step of the query.
        case start, end
    }

    /// Milliseconds to look back, negative for ahead.
    public var offset: Int64 = 0
    public var instant: Instant?

    public init() {}
}

/// Selects, at each time of evaluation, the newest sample of each matching series.
public struct VectorSelector: Equatable, Sendable {
    /// The name before the braces, empty where there is none; it is among the matchers too.
    public let name: String
    public let matchers: [Matcher]
    public var time = TimeModifier()
    public var range: SourceRange
}

/// Selects the samples of each matching series within a time.
public struct MatrixSelector: Equatable, Sendable {
    public var vector: VectorSelector
    /// Milliseconds, more than 0.
    public let duration: Int64
    public var end: Int
}

/// Evaluates an expression at many steps and hands on the results as samples.
public struct Subquery: Equatable, Sendable {
    public let operand: Expression
    /// Milliseconds, more than 0.
    public let duration: Int64
    /// Milliseconds between two evaluations, nil for the engine's default.
    public let step: Int64?
    public var time = TimeModifier()
    public var end: Int
}
