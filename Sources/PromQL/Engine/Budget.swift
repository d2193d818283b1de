/// What a query has used of its limits.
final class Budget {
    private let limits: QueryLimits
    private let deadline: ContinuousClock.Instant
    private var samples = 0
    /// Work since the clock was last read, in values.
    private var work = 0

    init(_ limits: QueryLimits) {
        self.limits = limits
        deadline = ContinuousClock.now.advanced(by: limits.timeout)
    }

    var seriesLimit: Int { limits.series }

    /// Asks for `count` values more, before they are made.
    func charge(_ count: Int) throws {
        let (sum, overflows) = samples.addingReportingOverflow(count)
        guard !overflows, sum <= limits.samples else { throw QueryError.tooManySamples(limit: limits.samples) }
        samples = sum
        try spend(count)
    }

    func checkSeries(_ count: Int) throws {
        guard count <= limits.series else { throw QueryError.tooManySeries(limit: limits.series) }
    }

    /// Reports work done; now and then looks at the clock and for cancellation.
    @inline(__always)
    func spend(_ values: Int) throws {
        work &+= values &+ 1
        if work > 200_000 { try checkTime() }
    }

    func checkTime() throws {
        work = 0
        if Task.isCancelled { throw QueryError.cancelled }
        if ContinuousClock.now > deadline { throw QueryError.timedOut(limit: limits.timeout) }
    }
}
