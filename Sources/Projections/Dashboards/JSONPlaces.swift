/// The lines on which the values of a JSON text begin, by path.
///
/// Reads text that was parsed before: what is no JSON is not found, and nothing more.
struct JSONPlaces {
    /// Such as `panels[2].gridPos.w`; the line is counted from 1.
    private(set) var lines: [String: Int] = [:]
    private var bytes: ArraySlice<UInt8>
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)[...]
        value(at: "", depth: 0)
        bytes = []
    }

    /// The line of a path, or of the nearest that contains it.
    func line(of path: String) -> Int? {
        var path = path[...]
        while true {
            if let line = lines[String(path)] { return line }
            guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<end]
        }
    }

    private mutating func value(at path: String, depth: Int) {
        skipSpace()
        if !path.isEmpty { lines[path] = lines[path] ?? line }
        guard depth < 64 else { return bytes = [] }
        switch bytes.first {
        case UInt8(ascii: "{"): object(at: path, depth)
        case UInt8(ascii: "["): array(at: path, depth)
        case UInt8(ascii: "\""): _ = string()
        default: while let byte = bytes.first, !Self.ends.contains(byte) { advance() }
        }
    }

    private mutating func object(at path: String, _ depth: Int) {
        advance()
        while let byte = next(), byte == UInt8(ascii: "\"") {
            let start = line
            let key = path.isEmpty ? string() : "\(path).\(string())"
            lines[key] = start
            guard next() == UInt8(ascii: ":") else { return }
            advance()
            value(at: key, depth: depth + 1)
            guard next() == UInt8(ascii: ",") else { break }
            advance()
        }
        if next() == UInt8(ascii: "}") { advance() }
    }

    private mutating func array(at path: String, _ depth: Int) {
        advance()
        var index = 0
        while let byte = next(), byte != UInt8(ascii: "]") {
            value(at: "\(path)[\(index)]", depth: depth + 1)
            index += 1
            guard next() == UInt8(ascii: ",") else { break }
            advance()
        }
        if next() == UInt8(ascii: "]") { advance() }
    }

    /// The text between the quotes, escapes as they stand.
    private mutating func string() -> String {
        advance()
        let rest = bytes
        while let byte = bytes.first, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { advance() }
            advance()
        }
        let text = String(decoding: rest[rest.startIndex..<bytes.startIndex], as: UTF8.self)
        advance()
        return text
    }

    private mutating func next() -> UInt8? {
        skipSpace()
        return bytes.first
    }

    private mutating func skipSpace() {
        while let byte = bytes.first, byte <= UInt8(ascii: " ") { advance() }
    }

    private mutating func advance() {
        if bytes.popFirst() == UInt8(ascii: "\n") { line += 1 }
    }

    private static let ends = Set(",]}\n\r\t ".utf8)
}
