extension JSON {
    /// The value as UTF-8 JSON without white space.
    ///
    /// A number that JSON cannot hold (NaN, infinity) becomes null.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        // As much as the system's allocator still keeps at hand for its thread.
        output.reserveCapacity(960)
        write(to: &output)
        return output
    }

    /// The value as compact text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value indented by two spaces a level, as people read it.
    public var prettyText: String {
        var output: [UInt8] = []
        writePretty(to: &output, indent: 0)
        return String(decoding: output, as: UTF8.self)
    }

    /// The value with the keys of every object in order: the form that hashes and golden files use.
    public var sorted: JSON {
        switch self {
        case .array(let items): .array(items.map(\.sorted))
        case .object(let object):
            .object(JSONObject(object.members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted) }))
        default: self
        }
    }

    func write(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .int(let value): output.append(contentsOf: String(value).utf8)
        case .double(let value): output.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): Self.write(value, to: &output)
        case .array(let items):
            output.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                item.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private func writePretty(to output: inout [UInt8], indent: Int) {
        func line(_ level: Int) {
            output.append(UInt8(ascii: "\n"))
            output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
        }
        switch self {
        case .array(let items) where !items.isEmpty:
            output.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                line(indent + 1)
                item.writePretty(to: &output, indent: indent + 1)
            }
            line(indent)
            output.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                line(indent + 1)
                Self.write(member.key, to: &output)
                output.append(contentsOf: ": ".utf8)
                member.value.writePretty(to: &output, indent: indent + 1)
            }
            line(indent)
            output.append(UInt8(ascii: "}"))
        default: write(to: &output)
        }
    }

    /// Appends a text in quotes, escaped; runs of plain characters at once, for most strings hold nothing else.
    public static func write(_ text: String, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            output.reserveRoom(for: bytes.count + 2)
            output.append(UInt8(ascii: "\""))
            var start = 0
            while start < bytes.count {
                let end = plainEnd(bytes, from: start)
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                if end < bytes.count { writeEscaped(bytes[end], to: &output) }
                start = end + 1
            }
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Where the next character is that has to be escaped, eight bytes at a time.
    static func plainEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        /// Has a high bit where a byte is less than a number up to 128.
        func less(_ word: UInt64, _ number: UInt64) -> UInt64 { (word &- ones &* number) & ~word & highs }
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = less(word ^ (ones &* 0x22), 1)
            let slashes = less(word ^ (ones &* 0x5C), 1)
            if less(word, 0x20) | quotes | slashes != 0 { break }
            index += 8
        }
        while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0x22, bytes[index] != 0x5C { index += 1 }
        return index
    }

    private static func writeEscaped(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case 0x22, 0x5C:
            output.append(0x5C)
            output.append(byte)
        case 8: output.append(contentsOf: "\\b".utf8)
        case 9: output.append(contentsOf: "\\t".utf8)
        case 10: output.append(contentsOf: "\\n".utf8)
        case 12: output.append(contentsOf: "\\f".utf8)
        case 13: output.append(contentsOf: "\\r".utf8)
        default:
            output.append(contentsOf: "\\u00\(byte < 16 ? "0" : "1")\(String(byte & 15, radix: 16))".utf8)
        }
    }
}

extension [UInt8] {
    /// Grows at once, and at least to the double, where so many more bytes do not fit.
    fileprivate mutating func reserveRoom(for more: Int) {
        if capacity - count < more { reserveCapacity(Swift.max(2 * capacity, count + more)) }
    }
}
