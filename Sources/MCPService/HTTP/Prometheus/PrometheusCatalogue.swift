import EventStore
import Hummingbird
import Projections
import PromQL

/// What series there are: their labels, the values of a label, and what each metric means.
struct PrometheusCatalogue: Sendable {
    let series: SeriesView
    /// Series that one call may look at.
    let seriesLimit: Int

    @Sendable func names(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let names = try await look(form) { try $0.labelNames($1, from: $2, to: $3, limit: seriesLimit) }
        return answer(names, limit: try form.limit("limit")) { JSON.write($0, to: &$1) }
    }

    func values(of name: String, _ form: PrometheusForm) async throws -> PrometheusAnswer {
        guard let first = name.utf8.first, !(48...57).contains(first) else {
            throw PrometheusFault(.badData, "invalid label name: \"\(name.prefix(64))\"")
        }
        let values = try await look(form) {
            try $0.labelValues(of: name, $1, from: $2, to: $3, limit: seriesLimit)
        }
        return answer(values, limit: try form.limit("limit")) { JSON.write($0, to: &$1) }
    }

    @Sendable func series(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        guard !form.texts("match[]").isEmpty else {
            throw PrometheusFault(.badData, "no match[] parameter provided")
        }
        return answer(try await labels(form), limit: try form.limit("limit")) {
            PrometheusResult.write($0, to: &$1)
        }
    }

    @Sendable func metadata(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let wanted = form.text("metric")
        var entries = series.series.metadata.filter { wanted == nil || $0.name == wanted }
        if let limit = try form.limit("limit") { entries = Array(entries.prefix(limit)) }
        let object = JSONObject(
            entries.map { entry in
                let facts: JSON = [
                    "type": .string(entry.type), "help": .string(entry.help), "unit": .string(entry.unit),
                ]
                return (entry.name, .array([facts]))
            })
        return PrometheusAnswer.success(.object(object))
    }

    /// The label sets that a call selects: all that match one of its selectors and have samples in its time.
    func labels(_ form: PrometheusForm) async throws -> [Labels] {
        try await look(form) { try $0.series($1, from: $2, to: $3, limit: seriesLimit) }
    }

    /// Asks the series for what a call selects: by selectors, of which one must match, and a time.
    private func look<Found: Sendable>(
        _ form: PrometheusForm, _ body: @Sendable (RecordedSeries, [[Matcher]], Int64, Int64) throws -> Found
    ) async throws -> Found {
        let selectors = try form.texts("match[]").map(Self.matchers)
        let from = try form.time("start") ?? .min
        let to = try form.time("end") ?? .max
        guard to >= from else { throw PrometheusFault.parameter("end", "end timestamp must not be before start time") }
        return try await series.evaluate(form) { source, _ in
            do {
                return try body(source, selectors, from, to)
            } catch let error as SeriesError where error == .tooMany(limit: seriesLimit) {
                throw PrometheusFault(.execution, error.description)
            }
        }
    }

    private static func matchers(_ text: String) throws -> [Matcher] {
        do { return try Parser.matchers(text) } catch {
            throw PrometheusFault.parameter("match[]", error.description)
        }
    }

    private func answer<Item>(
        _ items: [Item], limit: Int?, _ write: (Item, inout [UInt8]) -> Void
    ) -> PrometheusAnswer {
        let shown = items.prefix(limit ?? .max)
        var body = [UInt8(ascii: "[")]
        for item in shown {
            if body.count > 1 { body.append(UInt8(ascii: ",")) }
            write(item, &body)
        }
        body.append(UInt8(ascii: "]"))
        return PrometheusAnswer.success(
            body, infos: shown.count < items.count ? ["results truncated due to limit"] : [])
    }
}
