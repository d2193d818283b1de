import ArgumentParser
import EventStore

/// Makes what one principal did unreadable, for good.
struct LogEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase what one principal did; no service may run on the log meanwhile.",
        discussion: """
            The events stay, with their types, times and places; what they say is gone, from this log and from every \
            copy of it that has no keys of its own: backups made with --no-keys, and archives. Backups with keys and \
            NDJSON exports hold it on. Read models are built anew when the service starts next.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Say that it is meant: nothing brings it back.")
    var yes = false

    @Argument(help: "The principal, as it stands in the events.")
    var principal: String

    func validate() throws {
        guard yes else { throw ValidationError("this cannot be undone: say --yes if '\(principal)' is meant") }
    }

    func run() async throws {
        let log = try SQLiteEventLog.open(folder: options.load().dataFolder)
        do {
            try await log.erase(principal: principal)
            // They hold what was folded from the events.
            for snapshot in try await log.snapshots(prefix: "projection/") {
                try await log.removeSnapshot(named: snapshot.name)
            }
            await log.close()
            LogOutput.say("what '\(principal)' did can no longer be read")
        } catch {
            await log.close()
            throw error
        }
    }
}
