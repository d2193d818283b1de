import EventStore
import Hummingbird
import Projections
import PromQL

/// What series there are: their labels, the values of a label, and what each metric means.
struct PrometheusCatalogue: Sendable {
    let series: SeriesView
    /// Series that one call may look at.
    let seriesLimit: Int

    @Sendable func names(_ form: PrometheusForm) async throws -> HTTPAnswer {
        let found = try await labels(form)
        return answer(Set(found.flatMap { $0.pairs.map(\.name) }).sorted(), limit: try form.limit("limit")) {
            JSON.string($0).bytes
        }
    }

    func values(of name: String, _ form: PrometheusForm) async throws -> HTTPAnswer {
        guard let first = name.utf8.first, !(48...57).contains(first) else {
            throw PrometheusFault(.badData, "invalid label name: \"\(name.prefix(64))\"")
        }
        let found = try await labels(form)
        return answer(
            Set(found.map { $0[name] }).filter { !$0.isEmpty }.sorted(), limit: try form.limit("limit")
        ) { JSON.string($0).bytes }
    }

    @Sendable func series(_ form: PrometheusForm) async throws -> HTTPAnswer {
        guard !form.texts("match[]").isEmpty else {
            throw PrometheusFault(.badData, "no match[] parameter provided")
        }
        return answer(try await labels(form), limit: try form.limit("limit")) { labels in
            var bytes: [UInt8] = []
            PrometheusResult.write(labels, to: &bytes)
            return bytes
        }
    }

    @Sendable func metadata(_ form: PrometheusForm) async throws -> HTTPAnswer {
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
        let selectors = try form.texts("match[]").map(Self.matchers)
        let from = try form.time("start") ?? .min
        let to = try form.time("end") ?? .max
        guard to >= from else { throw PrometheusFault.parameter("end", "end timestamp must not be before start time") }
        return try await series.evaluate(form) { source in
            do {
                return try source.series(selectors, from: from, to: to, limit: seriesLimit)
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

    private func answer<Item>(_ items: [Item], limit: Int?, _ bytes: (Item) -> [UInt8]) -> HTTPAnswer {
        let shown = items.prefix(limit ?? .max)
        let body = [UInt8(ascii: "[")] + shown.map(bytes).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
        return PrometheusAnswer.success(
            body, infos: shown.count < items.count ? ["results truncated due to limit"] : [])
    }
}
