import ArgumentParser
import EventStore
import Foundation

/// Runs one SQL statement over the log and prints its rows.
struct LogSQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Query the log with SQL; the service may run meanwhile.",
        discussion: """
            The table is events(position, time, type, stream, revision, trace_id, span_id, principal, payload), and \
            hidden in SELECT *: version, causation, category, time_ns. Times compare as moments. Example:

              moneyprinter log sql "SELECT payload ->> '$.tool' AS tool, count(*) FROM events
                WHERE type = 'tool.completed' AND time > datetime('now', '-1 day') GROUP BY tool"
            """)

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "One statement that reads; '-' reads it from standard input.")
    var sql: String

    @Flag(help: "How to print the rows; json is one object a line.")
    var format = Format.table

    @Option(help: "The longest the query may take, in seconds.")
    var timeout = 60.0

    @Option(help: "At most so many rows.")
    var rows = 100_000

    enum Format: String, EnumerableFlag {
        case table, json, csv
    }

    func validate() throws {
        guard timeout > 0, timeout <= 86_400 else {
            throw ValidationError("--timeout is \(timeout): allowed is more than 0, at most 86400")
        }
        guard (1...100_000_000).contains(rows) else {
            throw ValidationError("--rows is \(rows): allowed is 1 to 100000000")
        }
    }

    func run() async throws {
        var limits = LogDatabase.Limits()
        limits.time = .seconds(timeout)
        limits.rows = rows
        let database = try LogDatabase.open(folder: options.load().dataFolder, limits: limits)
        var printer = LogRowPrinter(format: format)
        let isTruncated = try database.query(try statement()) { (columns) throws(StorageError) in
            try printer.start(columns)
        } row: { (row) throws(StorageError) in
            try printer.add(row)
        }
        try printer.finish()
        if isTruncated { throw Failure("there are more than \(rows) rows: the rest is left out (--rows)") }
    }

    private func statement() throws -> String {
        guard sql == "-" else { return sql }
        return String(decoding: try FileHandle.standardInput.readToEnd() ?? Data(), as: UTF8.self)
    }
}
