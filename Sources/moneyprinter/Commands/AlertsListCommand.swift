import ArgumentParser
import EventStore
import NIOHTTP1

/// Prints what is pending and firing.
struct AlertsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The alerts that are pending or firing, with the events that made them so.")

    @OptionGroup var service: ServiceAddress

    @Option(help: "As of this position of the log, or this time.")
    var at: String?

    @Flag(help: "The answer of the service as JSON.")
    var json = false

    func run() async throws {
        let answer = try await ServiceCall.send(.GET, service.resolved(), "/v1/alerts" + (at.map { "?at=\($0)" } ?? ""))
        if json { return print(answer.prettyText) }
        let alerts = answer["active"]?.array ?? []
        for alert in alerts { print(Self.line(alert)) }
        if alerts.isEmpty { print("nothing is pending or firing") }
    }

    private static func line(_ alert: JSON) -> String {
        let text = { (key: String) in alert[key]?.string ?? "" }
        let value = alert["value"]?.number.map { String($0) } ?? "none"
        let evidence = (alert["evidence"]?.array ?? []).map(\.text).joined(separator: " ")
        return "\(text("state")) \(text("severity")) \(text("rule_name")) since \(text("since")) value \(value) "
            + "id \(text("id")) events \(evidence)"
    }
}
