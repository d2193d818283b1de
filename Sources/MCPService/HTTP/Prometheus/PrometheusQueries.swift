import EventStore
import Hummingbird
import Projections
import PromQL

/// Queries in PromQL: at a moment, over a range, and for the measurements behind a series.
struct PrometheusQueries: Sendable {
    let series: SeriesView
    let exemplars: ExemplarSearch
    let clock: any WallClock
    let options: QueryOptions

    @Sendable func instant(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let (bytes, infos) = try await instantData(form)
        return PrometheusAnswer.success(bytes, infos: infos)
    }

    @Sendable func range(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let (bytes, infos) = try await rangeData(form)
        return PrometheusAnswer.success(bytes, infos: infos)
    }

    /// The `data` of an answer, as JSON that is written already, and remarks on it.
    func instantData(_ form: PrometheusForm) async throws -> (bytes: [UInt8], infos: [String]) {
        let text = try form.required("query")
        let time = try form.time("time") ?? PrometheusTime.milliseconds(clock.now())
        let options = try options(form)
        return try await series.evaluate(form, options.limits) { source, limits in
            let result = try QueryEngine(source: source, options: options.within(limits)).instant(text, at: time)
            return (PrometheusResult.bytes(of: result), source.notes(from: time, to: time))
        }
    }

    /// As ``instantData(_:)``, over a range.
    func rangeData(_ form: PrometheusForm) async throws -> (bytes: [UInt8], infos: [String]) {
        let text = try form.required("query")
        let (start, end) = try bounds(form)
        guard let step = try form.duration("step") else { throw PrometheusFault.parameter("step", "it is missing") }
        let options = try options(form)
        return try await series.evaluate(form, options.limits) { source, limits in
            let engine = QueryEngine(source: source, options: options.within(limits))
            let result = QueryResult.matrix(try engine.range(text, from: start, to: end, step: step))
            return (PrometheusResult.bytes(of: result), source.notes(from: start, to: end))
        }
    }

    @Sendable func exemplars(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let expression = try Parser.parse(try form.required("query"), dialect: options.dialect)
        let (start, end) = try bounds(form)
        let wanted = try await series.evaluate(form) { source, _ in
            try exemplars.series(of: expression, in: source, from: start, to: end)
        }
        return PrometheusAnswer.success(
            try await exemplars.find(wanted, from: start, to: end, through: try await series.position(form)))
    }

    @Sendable func format(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let expression = try Parser.parse(try form.required("query"), dialect: options.dialect)
        return PrometheusAnswer.success(.string(expression.description))
    }

    private func bounds(_ form: PrometheusForm) throws -> (start: Int64, end: Int64) {
        guard let start = try form.time("start") else { throw PrometheusFault.parameter("start", "it is missing") }
        guard let end = try form.time("end") else { throw PrometheusFault.parameter("end", "it is missing") }
        guard end >= start else {
            throw PrometheusFault.parameter("end", "end timestamp must not be before start time")
        }
        return (start, end)
    }

    /// A caller may shorten the time for its query, and set how long a sample stands.
    private func options(_ form: PrometheusForm) throws -> QueryOptions {
        var options = options
        if let timeout = try form.duration("timeout") {
            options.limits.timeout = min(options.limits.timeout, .milliseconds(max(0, timeout)))
        }
        if let lookback = try form.duration("lookback_delta"), lookback > 0 { options.lookback = lookback }
        return options
    }
}

extension QueryOptions {
    func within(_ limits: QueryLimits) -> QueryOptions {
        var options = self
        options.limits = limits
        return options
    }
}
