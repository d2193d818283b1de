import Foundation
import PromQL

/// Series in memory, read from a file of JSON lines.
struct MemorySource: SeriesSource {
    private struct Line: Decodable {
        let labels: [String: String]
        let timestamps: [Int64]
        let values: [String]
    }

    private let series: [SelectedSeries]

    init(file: String) throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        series = try lines.map { text in
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            let values = line.values.map { $0 == "stale" ? .staleMarker : SampleText.parse($0) ?? .nan }
            return SelectedSeries(
                labels: Labels(line.labels.map { ($0.key, $0.value) }),
                samples: Samples(timestamps: line.timestamps, values: values))
        }
    }

    func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
        series.filter { series in selection.matchers.allSatisfy { $0.matches(series.labels[$0.name]) } }
    }
}
