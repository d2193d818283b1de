import ArgumentParser
import EventStore
import Foundation
import Projections

/// Runs one recorded tool call again and shows what differs.
struct ReplayRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Run a recorded tool call again on this build, in a sandbox.",
        discussion: """
            The sandbox has a log and a data folder of its own, and answers of providers come from the recording. The \
            exit code is 0 where nothing differs or a failure is fixed, else 1.
            """)

    @Argument(help: "A request id, a trace id, or the position of an event of the request.")
    var id: String

    @Flag(help: "The whole report as JSON.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if CallReference(id) == nil {
            throw ValidationError("'\(id)' is no call: allowed is \(CallReference.expected)")
        }
    }

    func run() async throws {
        guard let reference = CallReference(id) else { return }
        let service = try RecordedService(options.load())
        let report = try await service.replaying { try await $0.replay(reference) }
        try FileHandle.standardOutput.write(
            contentsOf: Data(((json ? report.prettyText : ReplayText.whole(report)) + "\n").utf8))
        let verdict = report["verdict"]?.string.flatMap(ReplayVerdict.init)
        if verdict != .same, verdict != .fixed { throw ExitCode(1) }
    }
}
