/// Bounds on what one query may cost; each is named by the error of the query that meets it.
public struct QueryLimits: Sendable {
    /// Samples read and values made, in all.
    ///
    /// A value takes 8 bytes and a sample 16, so that the default is some 300 MB at the very most; queries over a million
    /// samples need about a million.
    public var samples = 20_000_000
    /// Series of one selector or of one intermediate result.
    public var series = 100_000
    /// Steps of a range query; a subquery's steps count as samples.
    public var steps = 11_000
    /// Time for one query.
    public var timeout = Duration.seconds(120)
    /// Levels and length of the expression.
    public var parser = Parser.Limits()

    public init() {}
}
