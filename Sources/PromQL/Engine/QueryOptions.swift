/// How an engine reads time.
public struct QueryOptions: Sendable {
    /// Milliseconds for which a sample stands where no newer one follows.
    public var lookback: Int64 = 300_000
    /// Milliseconds between the steps of a subquery that names none.
    public var subqueryStep: Int64 = 60_000
    /// Whose definition of the language holds.
    public var dialect = Dialect.prometheus2
    public var limits = QueryLimits()

    public init() {}

    /// Whether a range or look-back leaves out a sample exactly at its beginning.
    var isLeftOpen: Bool { dialect == .prometheus3 }
}
