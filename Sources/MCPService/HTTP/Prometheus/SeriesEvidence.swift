import EventStore
import Hummingbird
import Projections
import PromQL

/// `GET /v1/series/evidence?query=SELECTOR&time=T`: the samples that stand at a moment, and the events that say so.
struct SeriesEvidence: Sendable {
    let series: SeriesView
    let clock: any WallClock
    let options: QueryOptions

    @Sendable func find(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let text = try form.required("query")
        _ = try Parser.matchers(text, dialect: options.dialect)
        let time = try form.time("time") ?? PrometheusTime.milliseconds(clock.now())
        let window = "\(text)[\(DurationText.format(options.lookback))]"
        let found = try await series.evaluate(form, options.limits) { source, limits in
            let result = try QueryEngine(source: source, options: options.within(limits)).instant(window, at: time)
            guard case .matrix(let series) = result else { return [JSON]() }
            return try series.compactMap { try Self.json($0, in: source) }
        }
        return PrometheusAnswer.plain(["series": .array(found)])
    }

    /// The last sample of a series; nil where there is none.
    private static func json(_ series: RangeSeries, in source: RecordedSeries) throws -> JSON? {
        guard let time = series.samples.timestamps.last, let value = series.samples.values.last else { return nil }
        let events = try source.evidence(for: series.labels, at: time)
        return [
            "metric": .object(JSONObject(series.labels.pairs.map { ($0.name, .string($0.value)) })),
            "time": .string(Timestamp(nanoseconds: time * 1_000_000).iso8601),
            "value": .string(SampleText.format(value)), "events": .array(events.map { .int(Int($0.value)) }),
        ]
    }
}
