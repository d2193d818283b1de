import ArgumentParser
import EventStore
import Foundation

/// Writes events to a file that `log import` reads.
struct LogExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write events to a file that loses nothing; the service may run meanwhile.",
        discussion: """
            ndjson: one JSON object a line, readable by everything. archive: whole compressed segments, about a \
            tenth of the size. An export of everything can be imported into an empty log, which is then the same log.
            """)

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var selection: LogSelectionOptions

    @Option(help: "ndjson or archive.")
    var format = Format.ndjson

    @Argument(help: "The new file; '-' for standard output.")
    var file: String

    enum Format: String, ExpressibleByArgument, CaseIterable { case ndjson, archive }

    func run() async throws {
        let log = try LogExport(folder: options.load().dataFolder)
        let output = try LogOutput(file)
        let result =
            switch format {
            case .ndjson:
                try log.lines(of: selection.selection(), after: selection.start) { try output.write($0) }
            case .archive:
                try log.archive(of: selection.selection(), after: selection.start) { try output.write($0) }
            }
        try output.finish()
        let range = result.positions.map { ", positions \($0.lowerBound) to \($0.upperBound)" } ?? ""
        LogOutput.say("\(result.events) events, \(result.bytes) bytes\(range)")
    }
}
