import PromQL

extension QueryOptions {
    /// What the file says of queries.
    init(_ queries: Configuration.Queries) {
        self.init()
        lookback = Int64(queries.lookbackSeconds) * 1000
        limits.timeout = .seconds(queries.timeoutSeconds)
        limits.samples = queries.samples
        limits.series = queries.series
        limits.steps = queries.steps
    }
}
