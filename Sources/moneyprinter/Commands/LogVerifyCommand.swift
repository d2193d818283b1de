import ArgumentParser
import EventStore

/// Checks the log, and saves what can be saved of a damaged one.
struct LogVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every byte of the log; the service may run meanwhile.",
        discussion: """
            Ends with 1 where something is wrong, and names the events concerned. --repair puts a new log of \
            everything intact in the place of the damaged one, which is kept beside it; no service may run then.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Save what can be saved where something is wrong.")
    var repair = false

    @Flag(help: "One JSON object.")
    var json = false

    func run() async throws {
        let folder = try options.load().dataFolder
        let report = try LogCheck.run(folder: folder)
        print(json ? report.json.prettyText : Self.text(report))
        if report.isIntact { return }
        guard repair else { throw ExitCode(1) }
        let result = try LogRepair.run(folder: folder)
        LogOutput.say(
            "repaired: \(result.kept) events kept, \(result.mended) segments restored to the bit, "
                + "\(result.lost) events lost; the damaged log is now \(result.damaged)")
    }

    private static func text(_ report: LogCheck.Report) -> String {
        var lines = report.problems.map { "damaged: \($0)" }
        lines += report.intact.map { "intact: positions \($0.lowerBound) to \($0.upperBound)" }
        lines += report.removed.map { "removed by retention: positions \($0.lowerBound) to \($0.upperBound)" }
        lines.append(
            "\(report.intactEvents) events intact in \(report.segments) segments and \(report.frames) commits, "
                + "\(report.problems.count) problems")
        lines.append("digest: \(report.digest)")
        return lines.joined(separator: "\n")
    }
}
