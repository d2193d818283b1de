import ArgumentParser
import EventStore
import Foundation
import Projections

/// Runs the latest failed calls of a tool again: which are fixed, which fail as before, which fail anew.
struct ReplayFailuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "Run the latest failed calls of a tool again: fixed, same or new failure.",
        discussion: """
            The exit code is 0 where no call fails any more, else 1; with --allow-same, where none fails in a new way. \
            With --passing, calls that succeeded are run again: the exit code is 0 where none of them differs.
            """)

    @Option(help: "The tool; all tools where it is left out.")
    var tool: String?

    @Option(help: "How many of the latest.")
    var last = 20

    @Flag(help: "Calls that succeeded instead of those that failed.")
    var passing = false

    @Flag(help: "A call that fails as it did is no reason for exit code 1.")
    var allowSame = false

    @Flag(help: "All reports as JSON.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard (1...100_000).contains(last) else { throw ValidationError("--last is \(last): allowed is 1 to 100000") }
    }

    func run() async throws {
        let service = try RecordedService(options.load())
        let calls = try await RecordedCalls(log: service.log).latest(tool: tool, failing: !passing, last: last)
        var reports: [JSON] = []
        try await service.replaying { replayer in
            for call in calls {
                let report = try await replayer.replay(call)
                reports.append(report)
                if !json { try Self.say(ReplayText.line(report)) }
            }
        }
        try Self.say(json ? JSON.array(reports).prettyText : ReplayText.summary(reports))
        if reports.contains(where: isBad) { throw ExitCode(1) }
    }

    private func isBad(_ report: JSON) -> Bool {
        guard let verdict = report["verdict"]?.string.flatMap(ReplayVerdict.init) else { return true }
        if passing { return verdict != .same }
        return verdict.isFailure && !(allowSame && verdict == .sameFailure)
    }

    private static func say(_ text: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }
}
