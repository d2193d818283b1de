import ArgumentParser
import AsyncHTTPClient
import EventStore
import Foundation
import PromQL

/// Asks the service for a PromQL expression and prints a table, or a small chart a series for a span of time.
struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Query the metrics of a running service in PromQL.",
        discussion: """
            Example: moneyprinter query 'sum by (tool) (rate(mcp_tools_calls_total[5m]))' --last 1h
            """)

    @Argument(help: "The expression.")
    var expression: String

    @OptionGroup var service: ServiceAddress

    @Option(help: "The moment to look at, in seconds since 1970 or ISO 8601; with --last, the end of the span.")
    var time: String?

    @Option(help: "Show how the value went over so long a time, such as 30m, 6h or 7d.")
    var last: String?

    @Option(help: "The time between two values of a span; by default what the width of the terminal shows.")
    var step: String?

    @Option(help: "As of this position of the log, or this time.")
    var at: String?

    @Flag(help: "The answer of the API as JSON.")
    var json = false

    func validate() throws {
        for (name, text) in [("--last", last), ("--step", step)] {
            guard let text else { continue }
            guard let duration = try? DurationText.parse(text), duration > 0 else {
                throw ValidationError("\(name) is '\(text)': it must be a duration such as 30s, 5m or 1h30m")
            }
        }
        if step != nil, last == nil { throw ValidationError("--step needs --last") }
    }

    func run() async throws {
        let url = try service.resolved()
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .once)
        do {
            let answer = try await ask(PrometheusClient(url: url, client: client))
            try await client.shutdown()
            try show(answer)
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func ask(_ service: PrometheusClient) async throws -> JSON {
        var parameters = [("query", expression)]
        if let at { parameters.append(("at", at)) }
        guard let span = try last.map(DurationText.parse) else {
            if let time { parameters.append(("time", time)) }
            return try await service.call("query", parameters)
        }
        let end = try end()
        let width = try step.map(DurationText.parse) ?? max(1000, span / Int64(SeriesChart.width))
        for (name, value) in [("start", end - span), ("end", end), ("step", width)] {
            parameters.append((name, SampleText.format(Double(value) / 1000)))
        }
        return try await service.call("query_range", parameters)
    }

    /// In milliseconds since 1970.
    private func end() throws -> Int64 {
        guard let time else { return SystemWallClock().now().nanoseconds / 1_000_000 }
        if let seconds = Double(time), seconds.magnitude < 9e15 { return Int64(seconds * 1000) }
        guard let moment = Timestamp(iso8601: time) else {
            throw ValidationError("--time is '\(time)': it must be seconds since 1970 or a time in ISO 8601")
        }
        return moment.nanoseconds / 1_000_000
    }

    private func show(_ answer: JSON) throws {
        let text = json ? answer.prettyText : QueryTable.text(answer)
        try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }
}
