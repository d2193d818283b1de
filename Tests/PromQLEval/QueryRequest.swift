import Foundation
import PromQL

/// A query as it is asked, and its answer in the shape of Prometheus' HTTP API.
struct QueryRequest: Decodable {
    let query: String
    let time: Int64?
    let start: Int64?
    let end: Int64?
    let step: Int64?
    let `repeat`: Int?

    init(_ line: String) throws {
        self = try JSONDecoder().decode(QueryRequest.self, from: Data(line.utf8))
    }

    func answer(by engine: QueryEngine) throws -> String {
        var durations: [Double] = []
        var answer: [String: Any] = [:]
        for _ in 0..<(`repeat` ?? 1) {
            let begin = ContinuousClock.now
            answer = evaluated(by: engine)
            let taken = ContinuousClock.now - begin
            durations.append(Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18)
        }
        answer["seconds"] = durations.sorted()[durations.count / 2]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: answer, options: [.sortedKeys]), as: UTF8.self)
    }

    private func evaluated(by engine: QueryEngine) -> [String: Any] {
        do {
            if let start, let end, let step {
                let series = try engine.range(query, from: start, to: end, step: step)
                if `repeat` != nil { return ["status": "success", "series": series.count] }
                return success("matrix", series.map(Self.json))
            }
            let result = try engine.instant(query, at: time ?? 0)
            return `repeat` != nil ? ["status": "success"] : Self.json(result)
        } catch {
            return ["status": "error", "error": "\(error)"]
        }
    }

    private static func json(_ result: QueryResult) -> [String: Any] {
        switch result {
        case .scalar(let value, let time): success("scalar", point(time, value))
        case .string(let string, let time): success("string", [Double(time) / 1000, string])
        case .vector(let samples):
            success("vector", samples.map { ["metric": json($0.labels), "value": point($0.timestamp, $0.value)] })
        case .matrix(let series): success("matrix", series.map(json))
        }
    }

    private static func json(_ series: RangeSeries) -> [String: Any] {
        let points = zip(series.samples.timestamps, series.samples.values).map(point)
        return ["metric": json(series.labels), "values": points]
    }

    private static func json(_ labels: Labels) -> [String: String] {
        Dictionary(uniqueKeysWithValues: labels.pairs.map { ($0.name, $0.value) })
    }

    private static func point(_ time: Int64, _ value: Double) -> [Any] {
        [Double(time) / 1000, SampleText.format(value)]
    }
}

private func success(_ type: String, _ result: Any) -> [String: Any] {
    ["status": "success", "data": ["resultType": type, "result": result]]
}
