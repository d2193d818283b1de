import EventStore
import Projections
import PromQL

/// The series as they are now, or as they were at the position or time that a call names with `at=`.
struct SeriesView: Sendable {
    let series: SeriesHost
    let host: ProjectionHost
    let desk: QueryDesk

    /// Answers from the series that a call means: at once where that takes little, else on the threads of queries.
    ///
    /// - Parameters:
    ///   - limits: of the question; `body` is given them, or less to find out whether it is a small one.
    ///   - body: may run more than once; it asks and does nothing else.
    func evaluate<Answer: Sendable>(
        _ form: PrometheusForm, _ limits: QueryLimits = QueryLimits(),
        _ body: @Sendable (RecordedSeries, QueryLimits) throws -> Answer
    ) async throws -> Answer {
        let position = try await position(form)
        if position == nil, let answer = series.answer({ try body($0, limits.small) }) { return answer }
        return try await desk.run {
            do {
                return try await series.evaluate(asOf: position) { try body($0, limits) }
            } catch let error as ProjectionError {
                throw PrometheusFault.parameter("at", error.description)
            } catch SeriesError.rebuilding {
                throw PrometheusFault(.unavailable, SeriesError.rebuilding.description)
            }
        }
    }

    /// What `at=` means; nil where the call names none.
    func position(_ form: PrometheusForm) async throws -> Position? {
        guard let text = form.text("at"), !text.isEmpty else { return nil }
        if let number = UInt64(text) { return Position(number) }
        guard let time = Timestamp(iso8601: text) else {
            throw PrometheusFault.parameter(
                "at", "it is neither a position of the log nor a time in ISO 8601: \"\(text.prefix(64))\"")
        }
        return try await host.position(at: time)
    }
}

extension QueryLimits {
    /// What a question may cost that is answered at once: a fraction of a millisecond.
    fileprivate var small: QueryLimits {
        var limits = self
        limits.samples = min(limits.samples, 32_000)
        limits.timeout = min(limits.timeout, .milliseconds(1))
        return limits
    }
}
