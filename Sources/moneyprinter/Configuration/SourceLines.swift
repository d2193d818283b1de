/// Finds the line of a key in a TOML text, which the parser does not tell.
///
/// The text has been parsed before, so the scanner may take it to be valid. Keys within an inline table have
/// their parent's line.
struct SourceLines {
    private var lines: [String: Int] = [:]

    /// The line of the key at `path`, else that of its nearest parent; 1 where there is none.
    ///
    /// - Parameter path: the names from the root; a table of an array is followed by its index: `["app", "rules", "0"]`.
    func line(of path: [String]) -> Int {
        for count in stride(from: path.count, to: 0, by: -1) {
            if let line = lines[Self.joined(path.prefix(count))] { return line }
        }
        return 1
    }

    init(_ text: String) {
        var scanner = TOMLScanner(text)
        var table: [String] = []
        var arrays: [String: Int] = [:]
        while let statement = scanner.next() {
            switch statement.kind {
            case .table:
                table = Self.resolve(statement.names, arrays)
            case .arrayTable:
                let parent = Self.resolve(statement.names.dropLast(), arrays) + statement.names.suffix(1)
                let index = arrays[Self.joined(parent), default: 0]
                arrays[Self.joined(parent)] = index + 1
                table = parent + ["\(index)"]
            case .key:
                note(table + statement.names, statement.line)
                continue
            }
            note(table, statement.line)
        }
    }

    private mutating func note(_ path: [String], _ line: Int) {
        if lines[Self.joined(path)] == nil { lines[Self.joined(path)] = line }
    }

    /// A header's names with the index of the latest table after each array's name.
    private static func resolve(_ names: some Sequence<String>, _ arrays: [String: Int]) -> [String] {
        names.reduce(into: []) { path, name in
            path.append(name)
            if let count = arrays[joined(path)] { path.append("\(count - 1)") }
        }
    }

    private static func joined(_ path: some Sequence<String>) -> String { path.joined(separator: "\u{0}") }
}
