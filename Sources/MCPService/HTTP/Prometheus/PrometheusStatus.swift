import EventStore
import Hummingbird
import Projections
import PromQL

/// What answers in Prometheus' place, and how much it holds.
struct PrometheusStatus: Sendable {
    let host: ProjectionHost
    let catalogue: PrometheusCatalogue
    let version: String
    /// When this process began to serve.
    let start: Timestamp

    /// Clients choose their calls by this version: the one whose API and language this is.
    private static let compatible = "2.42.0"

    @Sendable func build(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        PrometheusAnswer.success([
            "version": .string(Self.compatible), "revision": .string(version), "branch": "", "buildUser": "",
            "buildDate": "", "goVersion": "", "application": "moneyprinter",
        ])
    }

    @Sendable func runtime(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        PrometheusAnswer.success([
            "startTime": .string(start.iso8601), "CWD": "/", "reloadConfigSuccess": true,
            "lastConfigTime": .string(start.iso8601), "corruptionCount": 0, "goroutineCount": 0, "GOMAXPROCS": 0,
            "GOGC": "", "GODEBUG": "", "storageRetention": "",
        ])
    }

    /// How many series there are, and of which metrics.
    @Sendable func series(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        let limit = try form.limit("limit") ?? 10
        let labels = try await catalogue.labels(PrometheusForm(query: ""))
        let byName = Self.counts(labels.map { $0[Labels.metricName] })
        let pairs = labels.flatMap { $0.pairs.map { "\($0.name)=\($0.value)" } }
        let values = Dictionary(grouping: Set(labels.flatMap(\.pairs)), by: \.name).mapValues(\.count)
        return PrometheusAnswer.success([
            "headStats": [
                "numSeries": .int(labels.count), "numLabelPairs": .int(Set(pairs).count), "chunkCount": 0, "minTime": 0,
                "maxTime": .int(Int(host.models.time.map(PrometheusTime.milliseconds) ?? 0)),
            ],
            "seriesCountByMetricName": Self.top(byName, limit), "labelValueCountByLabelName": Self.top(values, limit),
            "memoryInBytesByLabelName": [], "seriesCountByLabelValuePair": Self.top(Self.counts(pairs), limit),
        ])
    }

    @Sendable func flags(_ form: PrometheusForm) async throws -> PrometheusAnswer { PrometheusAnswer.success([:]) }

    @Sendable func configuration(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        PrometheusAnswer.success(["yaml": ""])
    }

    /// Nothing is scraped: what is measured comes in as events.
    @Sendable func targets(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        PrometheusAnswer.success(["activeTargets": [], "droppedTargets": []])
    }

    @Sendable func alertmanagers(_ form: PrometheusForm) async throws -> PrometheusAnswer {
        PrometheusAnswer.success(["activeAlertmanagers": [], "droppedAlertmanagers": []])
    }

    private static func counts(_ names: [String]) -> [String: Int] {
        names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private static func top(_ counts: [String: Int], _ limit: Int) -> JSON {
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return .array(sorted.prefix(limit).map { ["name": .string($0.key), "value": .int($0.value)] })
    }
}
