import ArgumentParser
import EventStore

/// Tells how large the log is, and what it consists of.
struct LogStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Tell how large the log is, and what of; the service may run meanwhile.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Leave out what takes reading every event: the figures by type, and the streams.")
    var quick = false

    @Flag(help: "One JSON object.")
    var json = false

    func run() async throws {
        let figures = try LogFigures.measure(folder: options.load().dataFolder, readsEvents: !quick)
        print(json ? figures.json.prettyText : Self.text(figures))
    }

    private static func text(_ figures: LogFigures) -> String {
        var rows = [
            ("events", "\(figures.events)"), ("head", "\(figures.head)"),
            ("time", figures.times.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "none"),
            ("on the disk", "\(size(figures.fileBytes)), \(tenths(figures.bytesPerEvent)) bytes an event"),
            ("sealed", "\(figures.segments) segments, \(size(figures.segmentBytes))"),
            ("not sealed yet", "\(figures.frames) commits, \(size(figures.frameBytes))"),
            ("idempotency keys", "\(figures.idempotencyKeys)"),
            ("snapshots", "\(figures.snapshots), \(size(figures.snapshotBytes))"),
        ]
        if let streams = figures.streams { rows.append(("streams", "\(streams)")) }
        let width = rows.reduce(0) { max($0, $1.0.count) }
        var lines = rows.map { $0 + String(repeating: " ", count: width - $0.count + 2) + $1 }
        if let types = figures.types { lines += [""] + table(types) }
        return lines.joined(separator: "\n")
    }

    private static func table(_ types: [LogFigures.TypeFigures]) -> [String] {
        let rows = [("type", "events", "JSON")] + types.map { ($0.type.name, "\($0.events)", size($0.payloadBytes)) }
        let widths = rows.reduce((0, 0, 0)) { (max($0.0, $1.0.count), max($0.1, $1.1.count), max($0.2, $1.2.count)) }
        return rows.map { name, events, bytes in
            name + String(repeating: " ", count: widths.0 - name.count + widths.1 - events.count + 2) + events
                + String(repeating: " ", count: widths.2 - bytes.count + 2) + bytes
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 10_000 ? "\(bytes) B" : bytes < 10_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB"
    }

    private static func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}
