import EventStore
import TOMLKit

/// Turns a TOML text into plain values; the one place that knows the TOML library.
enum TOMLReader {
    /// Where the text is not TOML, and why.
    struct SyntaxFault: Error {
        let line: Int
        let message: String
    }

    static func read(_ text: String) throws(SyntaxFault) -> [String: Written] {
        if let pitfall = TOMLPitfalls.first(in: text) {
            throw SyntaxFault(line: pitfall.line, message: pitfall.message)
        }
        do {
            return try table(TOMLTable(string: text))
        } catch let name as UnknownName {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            throw SyntaxFault(
                line: (lines.firstIndex { $0.contains(name.text) } ?? 0) + 1,
                message: "the name '\(name.text)' goes on with what no name may have")
        } catch let error as TOMLParseError {
            throw SyntaxFault(line: error.source.begin.line, message: error.description)
        } catch {
            throw SyntaxFault(line: 1, message: "\(error)")
        }
    }

    /// A name that the library gives and does not find again: it ends names at U+0000.
    private struct UnknownName: Error {
        let text: String
    }

    private static func table(_ table: TOMLTable) throws -> [String: Written] {
        var written: [String: Written] = [:]
        // Not by the table's own iterator, which ends the process for such a name.
        for name in table.keys {
            guard let value = table[name] else { throw UnknownName(text: name) }
            written[name] = try self.value(value)
        }
        return written
    }

    private static func value(_ value: any TOMLValueConvertible) throws -> Written {
        if let flag = value.bool { return .flag(flag) }
        if let integer = value.int { return .integer(integer) }
        if let number = value.double { return .number(number) }
        if let text = value.string { return .text(text) }
        if let array = value.array { return .list(try array.map { try self.value($0) }) }
        if let table = value.table { return .table(try self.table(table)) }
        if let moment = value.dateTime { return self.moment(moment) }
        return .other(value.type.description)
    }

    private static func moment(_ value: TOMLDateTime) -> Written {
        let date = [value.date.year, value.date.month, value.date.day].map { padded($0, 2) }.joined(separator: "-")
        let time = [value.time.hour, value.time.minute, value.time.second].map { padded($0, 2) }.joined(separator: ":")
        let text = "\(date)T\(time).\(padded(value.time.nanoSecond, 9))Z"
        guard let moment = Timestamp(iso8601: text) else { return .other("date-time") }
        // A local date-time has no offset: it counts as UTC.
        return .moment(moment.advanced(bySeconds: Double(-60 * (value.offset?.offset ?? 0))))
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
