import ArgumentParser
import EventStore
import Foundation
import NIOHTTP1

/// Asks a service what rules would have done in its recorded past.
struct AlertsBacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "What a file of rules would have done over the recorded past.",
        discussion: "Beside each rule stands the one of its name that is in force, and what would have been different.")

    @Argument(help: "A rule file, in Prometheus' form.")
    var file: String

    @Option(help: "The beginning, in ISO 8601; the log's beginning where it is left out.")
    var from: String?

    @Option(help: "The end, in ISO 8601; now where it is left out.")
    var to: String?

    @OptionGroup var service: ServiceAddress

    @Flag(help: "The whole report as JSON.")
    var json = false

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw Failure("'\(file)' cannot be read") }
        var body: JSONObject = ["yaml": .string(String(decoding: data, as: UTF8.self))]
        body["from"] = from.map(JSON.string)
        body["to"] = to.map(JSON.string)
        let report = try await ServiceCall.send(.POST, service.resolved(), "/v1/alerts/backtest", body: .object(body))
        print(json ? report.prettyText : Self.text(report))
    }

    private static func text(_ report: JSON) -> String {
        let head =
            "\(report["ticks"]?.int ?? 0) ticks from \(report["from"]?.string ?? "-") to \(report["to"]?.string ?? "-")"
        let rules = (report["rules"]?.array ?? []).flatMap { rule -> [String] in
            var lines = ["\(rule["rule"]?.string ?? ""): \(summary(rule))"]
            if let other = rule["in_force"], !other.isNull { lines.append("  in force: \(summary(other))") }
            for interval in rule["intervals"]?.array ?? [] {
                let end = interval["resolved_at"]?.string ?? "still"
                let fired = interval["fired_at"]?.string ?? "pending only"
                lines.append("  since \(interval["since"]?.string ?? "") fired \(fired) resolved \(end)")
            }
            return lines
        }
        return ([head] + rules).joined(separator: "\n")
    }

    private static func summary(_ outcome: JSON) -> String {
        if let error = outcome["error"]?.string { return "cannot be evaluated: \(error)" }
        return "fired \(outcome["fired"]?.int ?? 0) times for \(Int(outcome["firing_seconds"]?.number ?? 0)) s, "
            + "\(outcome["notifications"]?.int ?? 0) notifications"
    }
}
