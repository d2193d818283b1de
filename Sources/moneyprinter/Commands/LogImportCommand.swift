import ArgumentParser
import EventStore
import Foundation

/// Reads events from a file that `log export` wrote.
struct LogImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read events from a file; no service may run on the log meanwhile.",
        discussion: """
            Without --append the log becomes the same as the one the file was made of: positions, times and all. \
            The log must be empty or an earlier state of that log; what it has already is compared and left alone. \
            With --append the events of any log are added at the end, with new positions and times, each once.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Add the events at the end, as new ones.")
    var append = false

    @Option(help: "The data folder that an archive was made of, which has the keys to what principals did.")
    var keys: String?

    @Flag(help: "Take events without their payload where nobody can read it any more.")
    var erased = false

    @Argument(help: "The file, NDJSON or archive; '-' for standard input.")
    var file: String

    func run() async throws {
        let input = try Self.open(file)
        let log = try SQLiteEventLog.open(folder: options.load().dataFolder)
        do {
            let load = try LogImport(to: log, keys: keys, acceptsErased: erased)
            let result = try await append ? load.append(from: input) : load.restore(from: input)
            await log.close()
            LogOutput.say("\(result.added) events added, \(result.known) were there already")
        } catch {
            await log.close()
            throw error
        }
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard path != "-" else { return .standardInput }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure("cannot read '\(path)': \(String(cString: strerror(errno)))")
        }
        return file
    }
}
