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

    @Option(help: "The first position, inclusive.")
    var from: UInt64?

    @Option(help: "The last position, inclusive.")
    var to: UInt64?

    @Option(help: "A type or pattern such as 'task.*'; may be given several times.")
    var type: [String] = []

    @Option(help: "A stream such as task-mcp_1a2b3c4d.")
    var stream: String?

    @Option(help: "A trace id: 32 hexadecimal digits.")
    var trace: String?

    @Option(help: "At most so many events.")
    var limit: Int?

    @Flag(help: "Go on with what is appended, until interrupted.")
    var follow = false

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is \(limit): allowed is 1 or more") }
        if let from, let to, from > to { throw ValidationError("--from is \(from), which lies after --to \(to)") }
        if follow, to != nil { throw ValidationError("--follow has no end: leave out --to") }
        _ = try selection()
    }

    func run() async throws {
        let log = try SQLiteEventLog.openForReading(folder: options.load().dataFolder)
        let printer = EventPrinter(style: json ? .json : .text(colours: Terminal.showsColours))
        let tail = EventTail(log: log, selection: try selection())
        try await tail.run(from: from.map { Position(max($0, 1) - 1) }, limit: limit, follow: follow) { events in
            try printer.print(events)
        }
    }

    private func selection() throws -> Selection {
        var selection = Selection(types: type.map { TypePattern($0) }, through: to.map { Position($0) })
        if let stream {
            guard let name = StreamName(stream) else {
                throw ValidationError("--stream is '\(stream)': allowed is category-id, such as task-mcp_1a2b3c4d")
            }
            selection.stream = name
        }
        if let trace {
            guard let id = TraceID(hex: trace) else {
                throw ValidationError("--trace is '\(trace)': allowed are 32 hexadecimal digits, not all zero")
            }
            selection.trace = id
        }
        return selection
    }
}
