import EventStore
import Foundation

/// Prints the rows of a query: JSON lines and CSV as they come, a table once its widths are known.
struct LogRowPrinter {
    private let format: LogSQLCommand.Format
    private var columns: [LogRows.Column] = []
    private var table: [[String]] = []
    private var output: [UInt8] = []

    /// The widest a column of a table gets.
    private static let widthLimit = 80
    private static let chunkSize = 1 << 16

    init(format: LogSQLCommand.Format) { self.format = format }

    mutating func start(_ columns: [LogRows.Column]) throws(StorageError) {
        self.columns = columns
        if format == .csv { try write(columns.map { Self.quoted($0.name) }.joined(separator: ",")) }
    }

    mutating func add(_ row: [SQLValue]) throws(StorageError) {
        switch format {
        case .table: table.append(row.map { Self.cell($0.text) })
        case .csv: try write(row.map { Self.quoted($0.text) }.joined(separator: ","))
        case .json: try write(JSON.object(object(row)).text)
        }
    }

    mutating func finish() throws(StorageError) {
        if format == .table { try writeTable() }
        try flush()
    }

    /// Columns of one name are told apart by a number, so that none is lost.
    private func object(_ row: [SQLValue]) -> JSONObject {
        var object = JSONObject()
        for (column, value) in zip(columns, row) {
            var name = column.name
            var number = 2
            while object[name] != nil {
                name = "\(column.name)_\(number)"
                number += 1
            }
            object[name] = column.isJSON ? (try? JSON(parsing: value.text)) ?? value.json : value.json
        }
        return object
    }

    private mutating func writeTable() throws(StorageError) {
        let names = columns.map { Self.cell($0.name) }
        let widths = names.indices.map { index in
            table.reduce(names[index].count) { max($0, $1[index].count) }
        }
        try writeLine(names, widths)
        try write(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
        for row in table { try writeLine(row, widths) }
    }

    private mutating func writeLine(_ cells: [String], _ widths: [Int]) throws(StorageError) {
        var line = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            .joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        try write(line)
    }

    /// A value on one line, without what could steer a terminal.
    private static func cell(_ text: String) -> String {
        let short = text.count > widthLimit ? text.prefix(widthLimit - 1) + "…" : text[...]
        return String(
            String.UnicodeScalarView(short.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    /// Quoted as RFC 4180 says, where needed.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") })
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private mutating func write(_ line: String) throws(StorageError) {
        output.append(contentsOf: line.utf8)
        output.append(UInt8(ascii: "\n"))
        if output.count >= Self.chunkSize { try flush() }
    }

    private mutating func flush() throws(StorageError) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(output))
        } catch {
            throw StorageError("cannot write to standard output: \(error.localizedDescription)")
        }
        output.removeAll(keepingCapacity: true)
    }
}
