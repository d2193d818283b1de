import ArgumentParser
import EventStore
import NIOHTTP1
import PromQL

/// Orders a silence.
struct AlertsSilenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence", abstract: "Tell nobody of alerts that match, for a while.",
        discussion: #"Example: moneyprinter alerts silence 'severity="info"' --for 2h --comment "moving house""#)

    @Argument(help: #"Matchers such as 'severity="info"'; all must hold."#)
    var matchers: [String]

    @Option(name: .customLong("for"), help: "How long, such as 30m or 2h.")
    var span = "1h"

    @Option(help: "Why.")
    var comment: String

    @Option(help: "Who orders it.")
    var author = "local"

    @OptionGroup var service: ServiceAddress

    func run() async throws {
        guard let milliseconds = try? DurationText.parse(span), milliseconds > 0 else {
            throw ValidationError("--for is '\(span)': it must be a duration such as 30m or 2h")
        }
        let silence = try await ServiceCall.send(
            .POST, service.resolved(), "/v1/alerts/silences",
            body: [
                "matchers": .array(matchers.map(JSON.string)), "comment": .string(comment), "author": .string(author),
                "seconds": .double(Double(milliseconds) / 1000),
            ])
        print("silence \(silence["id"]?.string ?? "") until \(silence["end"]?.string ?? "")")
    }
}
