/// Steps through the headers and keys of a valid TOML text; values are passed over.
struct TOMLScanner {
    struct Statement: Equatable {
        enum Kind: Equatable { case table, arrayTable, key }

        let kind: Kind
        let names: [String]
        let line: Int
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> Statement? {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "["): return header()
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): step()
            default: return key()
            }
        }
        return nil
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func step() {
        if peek == UInt8(ascii: "\n") { line += 1 }
        place += 1
    }

    private mutating func skipComment() {
        while let byte = peek, byte != UInt8(ascii: "\n") { step() }
    }

    private mutating func header() -> Statement {
        let start = line
        step()
        let isArray = peek == UInt8(ascii: "[")
        if isArray { step() }
        let names = self.names(until: UInt8(ascii: "]"))
        while let byte = peek, byte != UInt8(ascii: "\n") { step() }
        return Statement(kind: isArray ? .arrayTable : .table, names: names, line: start)
    }

    private mutating func key() -> Statement {
        let start = line
        let names = self.names(until: UInt8(ascii: "="))
        step()
        skipValue()
        return Statement(kind: .key, names: names, line: start)
    }

    /// Dotted names, bare or quoted.
    private mutating func names(until end: UInt8) -> [String] {
        var names = [""]
        while let byte = peek, byte != end, byte != UInt8(ascii: "\n") {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): names[names.count - 1] += quoted()
            case UInt8(ascii: "."):
                names.append("")
                step()
            case UInt8(ascii: " "), UInt8(ascii: "\t"): step()
            default:
                names[names.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
                step()
            }
        }
        return names
    }

    /// The content between quotes, which may be three, without resolving escapes.
    private mutating func quoted() -> String {
        let quote = bytes[place]
        let width = bytes[place...].prefix(3).elementsEqual([quote, quote, quote]) ? 3 : 1
        for _ in 0..<width { step() }
        let start = place
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                step()
            } else if bytes[place...].prefix(width).elementsEqual(repeatElement(quote, count: width)) {
                break
            }
            step()
        }
        let content = String(decoding: bytes[start..<min(place, bytes.count)], as: UTF8.self)
        for _ in 0..<width { step() }
        // Up to two more quotes may belong to a text that ends with them.
        while width == 3, peek == quote { step() }
        return content
    }

    /// Past the value, which ends with its line unless a bracket is open.
    private mutating func skipValue() {
        var depth = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\n") where depth == 0: return
            case UInt8(ascii: "#"): skipComment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = quoted()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                step()
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                step()
            default: step()
            }
        }
    }
}
