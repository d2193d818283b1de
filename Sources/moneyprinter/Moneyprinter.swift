import ArgumentParser
import Foundation

/// The command line: one word for each thing the product does.
@main
struct Moneyprinter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moneyprinter",
        abstract: "Makes short videos from a subject over MCP, and keeps every step as an event.",
        subcommands: [
            ServeCommand.self, StdioCommand.self, CallCommand.self, EventsCommand.self, QueryCommand.self,
            LogCommand.self, ReplayCommand.self, ProjectionsCommand.self, AlertsCommand.self, KeysCommand.self,
            DashboardCommand.self, DoctorCommand.self,
        ])

    /// Runs the command and ends the process: 0 done, 1 failed, 2 wrong usage.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        switch exitCode(for: error) {
        case .success:
            // Help and version are answers, not faults.
            say(fullMessage(for: error), to: .standardOutput)
            Foundation.exit(0)
        case .validationFailure:
            say(fullMessage(for: error), to: .standardError)
            Foundation.exit(2)
        case let code:
            if !(error is ExitCode) { say("moneyprinter: \(error)", to: .standardError) }
            Foundation.exit(code.rawValue == 2 ? 2 : 1)
        }
    }

    private static func say(_ text: String, to file: FileHandle) {
        guard !text.isEmpty else { return }
        try? file.write(contentsOf: Data("\(text)\n".utf8))
    }
}
