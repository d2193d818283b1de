import ArgumentParser
import EventStore

/// Copies the log while it is in use.
struct LogBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the log into another folder; the service may run meanwhile.",
        discussion: """
            The copy is the log as it was at one moment, and is itself a data folder: serve --data FOLDER. With the \
            keys (keys.db) it holds what principals did even after that is erased from the log; --no-keys leaves \
            them out, to be kept apart: without them that part of the copy cannot be read.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(inversion: .prefixedNo, help: "Copy the keys to what principals did.")
    var keys = true

    @Argument(help: "The folder for the copy; it has no log yet.")
    var folder: String

    func run() async throws {
        let copy = try LogBackup.run(folder: options.load().dataFolder, to: folder, withKeys: keys)
        LogOutput.say("copied up to position \(copy.head), \(copy.bytes) bytes")
    }
}
