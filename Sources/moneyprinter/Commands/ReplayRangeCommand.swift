import ArgumentParser
import EventStore
import Foundation
import Projections

/// Prints events at the pace at which they happened, or faster.
struct ReplayRangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "range", abstract: "Show events again, at the pace at which they happened or faster.")

    @OptionGroup var options: ConfigurationOptions

    @OptionGroup var events: LogSelectionOptions

    @Option(help: "How many times as fast; 'max' for as fast as possible.")
    var speed = "1"

    @Option(help: "Seconds that a pause lasts at most.")
    var gap = 5.0

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        if speed != "max", !(0.01...100_000).contains(Double(speed) ?? 0) {
            throw ValidationError("--speed is '\(speed)': allowed is 0.01 to 100000, or max")
        }
        guard (0...3600).contains(gap) else { throw ValidationError("--gap is \(gap): allowed is 0 to 3600") }
    }

    func run() async throws {
        let log = try SQLiteEventLog.openForReading(folder: options.load().dataFolder)
        var selection = try events.selection()
        // A replay has an end, though the log may go on.
        selection.through = min(selection.through ?? log.head, log.head)
        if json, speed == "max" {
            try await printLines(log, selection)
        } else {
            try await printPaced(log, selection)
        }
    }

    private func printPaced(_ log: SQLiteEventLog, _ selection: Selection) async throws {
        let printer = EventPrinter(style: json ? .json : .text(colours: Terminal.showsColours))
        var pace = ReplayPace(speed: speed == "max" ? nil : Double(speed), longestPause: gap)
        var place = events.start
        while true {
            let page = try await log.read(selection, after: place, limit: 512)
            for event in page.events {
                let pause = pace.pause(before: event)
                if pause > 0 { try await Task.sleep(for: .seconds(pause)) }
                try printer.print([event])
            }
            place = page.through
            if page.isLast { return }
        }
    }

    /// Nothing is waited for but the output: the lines are made ahead of it, on all threads.
    private func printLines(_ log: SQLiteEventLog, _ selection: Selection) async throws {
        let output = try LogOutput("-")
        try await PagesAhead(log: log).each(selection, after: events.start) { page in
            EventLineWriter.lines(of: page.events)
        } take: { lines in
            try output.write(lines)
        }
    }
}
