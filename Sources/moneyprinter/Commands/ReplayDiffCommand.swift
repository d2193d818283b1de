import ArgumentParser
import EventStore
import Foundation
import Projections

/// What changed in the read models between two positions.
struct ReplayDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What changed in the read models between two positions of the log.")

    @Option(help: "The earlier position.")
    var from: UInt64

    @Option(help: "The later position; the end of the log where it is left out.")
    var to: UInt64?

    @Option(help: "One projection, such as task_board; all where it is left out.")
    var projection: String?

    @Flag(help: "The differences as JSON.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if let to, from > to { throw ValidationError("--from is \(from), which lies after --to \(to)") }
    }

    func run() async throws {
        let service = try RecordedService(options.load())
        guard let before = try await service.models(at: from, option: "--from").state(of: projection),
            let after = try await service.models(at: to, option: "--to").state(of: projection)
        else { throw service.noProjection(projection) }
        let changes = JSONDifference(before["projections"] ?? .null, after["projections"] ?? .null)
        let text =
            json
            ? changes.json.prettyText
            : changes.entries.map { "\($0.path): \($0.before?.text ?? "-") -> \($0.after?.text ?? "-")" }
                .joined(separator: "\n") + (changes.more > 0 ? "\nand \(changes.more) more" : "")
        try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }
}
