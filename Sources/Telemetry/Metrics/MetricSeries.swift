import EventStore
import Synchronization

/// One metric of the registry: a cell for each set of labels.
final class MetricSeries: Sendable {
    private let kind: MetricFamily.Kind
    private let unit: String
    private let bounds: [Double]
    private let limit: Int
    private let cells = Mutex<[[String]: MetricCell]>([:])

    /// What all label sets beyond the limit have in common (OpenTelemetry's metrics SDK).
    private static let overflow = [("otel.metric.overflow", "true")]

    init(kind: MetricFamily.Kind, unit: String, bounds: [Double], limit: Int) {
        self.kind = kind
        self.unit = unit
        self.bounds = bounds
        self.limit = limit
    }

    func cell(_ labels: [(String, String)]) -> MetricCell {
        cells.withLock { cells in
            if let known = cells[Self.key(labels)] { return known }
            let labels = cells.count < limit - 1 ? labels : Self.overflow
            let key = Self.key(labels)
            if let known = cells[key] { return known }
            let cell = MetricCell(kind: kind, bounds: bounds)
            cells[key] = cell
            return cell
        }
    }

    func family(named name: String) -> MetricFamily {
        let points = cells.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return MetricFamily(
            name: name, kind: kind, unit: unit,
            points: points.map { MetricPoint(labels: Self.labels($0.key), value: $0.value.value) })
    }

    /// Names and values in turn, in the order of the names.
    private static func key(_ labels: [(String, String)]) -> [String] {
        labels.sorted { $0.0 < $1.0 }.flatMap { [$0.0, $0.1] }
    }

    private static func labels(_ key: [String]) -> JSONObject {
        JSONObject(stride(from: 0, to: key.count, by: 2).map { (key[$0], .string(key[$0 + 1])) })
    }
}
