import ArgumentParser
import EventStore
import Foundation

/// Prints the log, or follows it, from a process of its own: the service may run meanwhile.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Print the events of the log, and follow what is appended.",
        discussion: """
            Without --from, --limit means the latest events; with it, the first ones. With --follow and neither, the \
            last ten are shown before what comes.
            """)

    @OptionGroup var options: ConfigurationOptions

    @OptionGroup var events: LogSelectionOptions

    @Option(help: "At most so many events.")
    var limit: Int?

    @Flag(help: "Go on with what is appended, until interrupted.")
    var follow = false

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is \(limit): allowed is 1 or more") }
        if follow, events.to != nil { throw ValidationError("--follow has no end: leave out --to") }
    }

    func run() async throws {
        let log = try SQLiteEventLog.openForReading(folder: options.load().dataFolder)
        let printer = EventPrinter(style: json ? .json : .text(colours: Terminal.showsColours))
        let tail = EventTail(log: log, selection: try events.selection())
        try await tail.run(from: events.from.map { _ in events.start }, limit: limit, follow: follow) { events in
            try printer.print(events)
        }
    }
}
