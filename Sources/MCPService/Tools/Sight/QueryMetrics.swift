public import EventStore
import Projections
import PromQL

/// Asks the service's metrics in PromQL.
public struct QueryMetrics: Tool {
    /// Points of a range where nobody names a step, and at most.
    static let points = 60
    static let pointLimit = 500

    let queries: PrometheusQueries
    let clock: any WallClock

    public init(sight: Sight) {
        clock = sight.clock
        queries = PrometheusQueries(
            series: SeriesView(series: sight.series, host: sight.host, desk: sight.queries),
            exemplars: ExemplarSearch(log: sight.log), clock: sight.clock, options: sight.options)
    }

    public let definition = ToolDefinition(
        name: "query_metrics", title: "Query metrics",
        description: """
            Evaluates a PromQL expression over the metrics of this service, at one moment or over a range ('start' and \
            'end'). Try 'mcp_server_operation_duration_seconds_count' or '{__name__=~"mcp_.*"}'.
            """,
        category: "monitoring",
        inputSchema: Schema.object(
            [
                ("query", Schema.string("A PromQL expression", least: 1, most: 4000)),
                ("time", Schema.string("The moment: unix seconds or ISO 8601; now where empty", most: 40)),
                ("start", Schema.string("Start of a range", most: 40)),
                ("end", Schema.string("End of a range; now where only 'start' is given", most: 40)),
                ("step", Schema.string("Seconds, or '1m', between points of a range", most: 20)),
                ("at", Schema.string("What the log knew at this position or time; now where empty", most: 40)),
                ("limit", Schema.integer("Series at most", 1...200, standard: 30)),
            ], required: ["query"]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was found, in words")),
                ("resultType", Schema.string("As in Prometheus", options: ["scalar", "string", "vector", "matrix"])),
                ("result", ["type": "array", "items": .object([:]), "description": "As in Prometheus"]),
                ("omitted_series", Schema.integer("Series left out by 'limit'")),
            ], required: ["message", "resultType", "result"]),
        isReadOnly: true, waitsForTask: false, icon: .eye)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let limit = arguments["limit"]?.int ?? 30
        let (bytes, infos) = try await ToolError.reading {
            do { return try await data(arguments) } catch { throw PrometheusFault(error) }
        }
        guard let found = try? JSON(parsing: bytes), let kind = found["resultType"]?.string else {
            throw ToolError(.failed, "The answer cannot be read")
        }
        let series = found["result"]?.array ?? []
        let isList = kind == "vector" || kind == "matrix"
        let count = isList ? series.count : 1
        var answer: JSONObject = [
            "message": .string(Self.words(kind, count, infos)), "resultType": .string(kind),
            "result": .array(isList ? Array(series.prefix(limit)) : series),
        ]
        if isList, series.count > limit { answer["omitted_series"] = .int(series.count - limit) }
        return answer
    }

    private func data(_ arguments: JSONObject) async throws -> (bytes: [UInt8], infos: [String]) {
        guard arguments["start"] != nil || arguments["end"] != nil else {
            return try await queries.instantData(PrometheusForm(arguments))
        }
        var range = arguments
        let form = PrometheusForm(arguments)
        let end = try form.time("end") ?? PrometheusTime.milliseconds(clock.now())
        guard let start = try form.time("start") else { throw PrometheusFault.parameter("start", "it is missing") }
        let span = max(0, Double(end - start)) / 1000
        let step = try form.duration("step").map { Double($0) / 1000 } ?? max(1, (span / Double(Self.points)).rounded())
        guard step > 0, span / step <= Double(Self.pointLimit) else {
            let least = max(1, (span / Double(Self.pointLimit)).rounded(.up))
            throw PrometheusFault.parameter("step", "more than \(Self.pointLimit) points; at least \(Int(least)) s fit")
        }
        range["end"] = .double(Double(end) / 1000)
        range["step"] = .double(step)
        return try await queries.rangeData(PrometheusForm(range))
    }

    private static func words(_ kind: String, _ count: Int, _ infos: [String]) -> String {
        let found =
            count == 0 ? "Nothing matches" : kind == "scalar" || kind == "string" ? "One value" : "\(count) series"
        return ([found] + infos).joined(separator: "; ")
    }
}
