/// Finds what the TOML library ends the process for: a `}` where an array wants a value, a heading that begins with what
/// no name can begin with and a date with a lone digit or a `T` and none, which it takes for faults of its own, and nesting
/// so deep that the stack ends.
struct TOMLPitfalls {
    struct Pitfall: Equatable {
        /// Counted from 1.
        let line: Int
        let message: String
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    /// Whether nothing but blanks stands before on the line.
    private var isLineStart = true
    /// The brackets that are open, the innermost last.
    private var open: [UInt8] = []
    /// Dots since the name under way began.
    private var dots = 0

    private static let namePartLimit = 16
    private static let nestingLimit = 8

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The first in a text; nil where there is none.
    static func first(in text: String) -> Pitfall? {
        var pitfalls = TOMLPitfalls(text)
        return pitfalls.find()
    }

    private mutating func find() -> Pitfall? {
        while place < bytes.count {
            let byte = bytes[place]
            if byte == Mark.array, isLineStart, open.isEmpty, !isHeading() {
                return Pitfall(line: line, message: "a table's name begins with a letter, a digit, '_', '-' or a quote")
            }
            if byte == Mark.tableEnd, open.last == Mark.array {
                return Pitfall(line: line, message: "a '}' in an array")
            }
            if isDigitOfDate(byte) || isTimeless(byte) {
                return Pitfall(line: line, message: "a date with an unfinished time")
            }
            if dots >= Self.namePartLimit || open.count > Self.nestingLimit {
                return Pitfall(
                    line: line,
                    message: "names have at most \(Self.namePartLimit) parts, and values nest \(Self.nestingLimit) deep"
                )
            }
            isLineStart = byte == Mark.newline || isLineStart && Mark.blanks.contains(byte)
            take(byte)
            place += 1
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) {
        if Mark.nameEnds.contains(byte) { dots = 0 }
        switch byte {
        case Mark.dot: dots += 1
        case Mark.newline: line += 1
        case Mark.comment: skipComment()
        case Mark.quote, Mark.apostrophe: skipString(byte)
        case Mark.array, Mark.table: open.append(byte)
        case Mark.arrayEnd, Mark.tableEnd: _ = open.popLast()
        default: break
        }
    }

    /// Whether the byte is all of the time after what the library takes for a date, as in `1979-05-27 7 `.
    private func isDigitOfDate(_ byte: UInt8) -> Bool {
        guard Mark.digits.contains(byte), place > 0, bytes[place - 1] == Mark.space, place + 1 < bytes.count,
            Mark.valueEnds.contains(bytes[place + 1])
        else { return false }
        let start = bytes[..<(place - 1)].lastIndex(where: Mark.valueEnds.contains).map { $0 + 1 } ?? 0
        let word = String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
        let date = Array(word.unicodeScalars.filter { $0 != "_" }.suffix(10))
        return date.count == 10 && date[4] == "-" && date[7] == "-"
    }

    /// Whether the byte is the `T` between a date and what is no time, as in `1979-05-27T:`.
    private func isTimeless(_ byte: UInt8) -> Bool {
        guard Mark.times.contains(byte), place >= 10, place + 1 < bytes.count, !Mark.digits.contains(bytes[place + 1])
        else { return false }
        return zip(bytes[(place - 10)..<place], Mark.date).allSatisfy { byte, form in
            form == Mark.hyphen ? byte == form : Mark.digits.contains(byte)
        }
    }

    /// Whether the library can be asked what comes after the bracket of a heading.
    private func isHeading() -> Bool {
        var rest = bytes[(place + 1)...].drop { Mark.blanks.contains($0) }
        if rest.first == Mark.array { rest = rest.dropFirst().drop { Mark.blanks.contains($0) } }
        guard let first = rest.first else { return true }
        return Mark.nameStarts.contains(first)
    }

    /// Up to before the end of the line.
    private mutating func skipComment() {
        while place + 1 < bytes.count, bytes[place + 1] != Mark.newline { place += 1 }
    }

    /// Up to its last quote, or to before the end of the line where it has none.
    private mutating func skipString(_ quote: UInt8) {
        let isLong = run(of: quote) >= 3
        place += isLong ? 3 : 1
        while place < bytes.count {
            let byte = bytes[place]
            if byte == Mark.backslash, quote == Mark.quote {
                place += 1
                if place < bytes.count, bytes[place] == Mark.newline { line += 1 }
            } else if byte == quote, !isLong || run(of: quote) >= 3 {
                place += isLong ? min(run(of: quote), 5) - 1 : 0
                return
            } else if byte == Mark.newline {
                guard isLong else { return place -= 1 }
                line += 1
            }
            place += 1
        }
    }

    private func run(of quote: UInt8) -> Int { bytes[place...].prefix(6).prefix { $0 == quote }.count }

    private enum Mark {
        static let newline = UInt8(ascii: "\n")
        static let comment = UInt8(ascii: "#")
        static let quote = UInt8(ascii: "\"")
        static let apostrophe = UInt8(ascii: "'")
        static let backslash = UInt8(ascii: "\\")
        static let array = UInt8(ascii: "[")
        static let arrayEnd = UInt8(ascii: "]")
        static let table = UInt8(ascii: "{")
        static let tableEnd = UInt8(ascii: "}")
        static let dot = UInt8(ascii: ".")
        static let nameEnds = Set("\n=,]}".utf8)
        static let space = UInt8(ascii: " ")
        static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        static let times = Set("Tt".utf8)
        static let hyphen = UInt8(ascii: "-")
        static let date = Array("0000-00-00".utf8)
        static let valueEnds = Set(" \t\r\n]},#".utf8)
        static let blanks = Set(" \t".utf8)
        /// And the end of the bracket: of that the library says itself that a name is missing.
        static let nameStarts = Set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-\"']".utf8)
    }
}
