import ArgumentParser
import EventStore

/// Gives the disk back what the log no longer uses.
struct LogCompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Rewrite the log without unused space; no service may run on it meanwhile.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let (before, after) = try LogCompact.run(folder: options.load().dataFolder)
        LogOutput.say("\(before) bytes before, \(after) after")
    }
}
