import EventStore
import PromQL

/// What a query yields, for people: a line a series with its value, or with a small chart of its values.
enum QueryTable {
    /// - Parameter data: `{"resultType": ..., "result": ...}` of the Prometheus API.
    static func text(_ data: JSON) -> String {
        let result = data["result"] ?? .null
        switch data["resultType"]?.string {
        case "scalar", "string": return result[1]?.string ?? ""
        case "matrix": return lines(result) { SeriesChart.text(values($0)) }
        default: return lines(result) { $0["value"]?[1]?.string ?? "" }
        }
    }

    private static func lines(_ result: JSON, _ shown: (JSON) -> String) -> String {
        let series = result.array ?? []
        guard !series.isEmpty else { return "no series" }
        let names = series.map { name($0["metric"]) }
        let width = min(80, names.map(\.count).max() ?? 0)
        return zip(names, series).map { name, one in
            name.padding(to: width) + "  " + shown(one)
        }.joined(separator: "\n")
    }

    /// As in PromQL: `calls_total{tool="echo"}`.
    private static func name(_ metric: JSON?) -> String {
        let members = metric?.object?.members ?? []
        let name = members.first { $0.key == Labels.metricName }?.value.string ?? ""
        let labels = members.filter { $0.key != Labels.metricName }.map { "\($0.key)=\($0.value.text)" }
        return labels.isEmpty && !name.isEmpty ? name : "\(name){\(labels.joined(separator: ", "))}"
    }

    private static func values(_ series: JSON) -> [Double] {
        (series["values"]?.array ?? []).compactMap { $0[1]?.string.flatMap(SampleText.parse) }
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
