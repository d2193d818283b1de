import EventStore
import Projections
import PromQL

/// Finds the requests behind series: exemplars, straight from the log instead of from a buffer that forgets.
struct ExemplarSearch: Sendable {
    let log: any EventLog
    /// Series and spans looked at, and exemplars given of one series.
    var seriesLimit = 10_000
    var spanLimit = 20_000
    var exemplarLimit = 100

    private struct Found {
        let labels: Labels
        var exemplars: [JSON] = []
    }

    /// The series that the selectors of an expression mean and that have samples in a time.
    func series(
        of expression: Expression, in source: some SeriesSource, from: Int64, to: Int64
    ) throws -> Set<Labels> {
        var found: Set<Labels> = []
        for selector in expression.selectors {
            let selection = SeriesSelection(
                matchers: selector.matchers, from: from, to: to, seriesLimit: seriesLimit)
            for series in try source.select(selection) { found.insert(series.labels) }
        }
        return found
    }

    /// The `data` of `query_exemplars`: by series, in the order of time; where there are more, the latest.
    ///
    /// - Parameters:
    ///   - from: milliseconds since 1970, as `to`.
    ///   - position: the last event that counts; nil for all.
    func find(_ series: Set<Labels>, from: Int64, to: Int64, through position: Position?) async throws -> JSON {
        guard !series.isEmpty else { return [] }
        var found = Dictionary(uniqueKeysWithValues: series.map { ($0, Found(labels: $0)) })
        let selection = Selection(
            types: [TypePattern(SpanEnded.type.name)], category: "connection", through: position,
            since: Self.time(from, ahead: 0), until: Self.time(to, ahead: 999_999))
        for event in try await spans(selection) {
            guard let span = event.body(as: SpanEnded.self) else { continue }
            for labels in RequestEvidence.series(of: span) {
                guard let count = found[labels]?.exemplars.count, count < exemplarLimit else { continue }
                found[labels]?.exemplars.append(Self.exemplar(span, event))
            }
        }
        return .array(
            found.values.filter { !$0.exemplars.isEmpty }.sorted { $0.labels < $1.labels }.map(Self.json))
    }

    /// The latest first.
    private func spans(_ selection: Selection) async throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var place: Position?
        while events.count < spanLimit {
            let page = try await log.readBackwards(selection, before: place, limit: 1000)
            events += page.events
            place = page.through
            if page.isLast { break }
        }
        return events
    }

    private static func time(_ milliseconds: Int64, ahead: Int64) -> Timestamp? {
        let (nanoseconds, overflows) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return overflows ? nil : Timestamp(nanoseconds: nanoseconds + ahead)
    }

    private static func exemplar(_ span: SpanEnded, _ event: RecordedEvent) -> JSON {
        let trace = event.metadata.trace
        return [
            "labels": [
                "trace_id": .string(trace?.traceID.hex ?? ""), "span_id": .string(trace?.spanID.hex ?? ""),
                "position": .string("\(event.position)"),
            ],
            "value": .string(SampleText.format(span.seconds)),
            "timestamp": .double(Double(event.time.nanoseconds / 1_000_000) / 1000),
        ]
    }

    private static func json(_ found: Found) -> JSON {
        let labels = JSONObject(found.labels.pairs.map { ($0.name, .string($0.value)) })
        return ["seriesLabels": .object(labels), "exemplars": .array(found.exemplars.reversed())]
    }
}
