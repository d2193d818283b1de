/// Writes stream names: the part before an identifier, which many share, and the identifier as words.
struct StreamNameWriter {
    private(set) var columns = ByteWriter()
    private var prefixes: [String] = []

    /// Kind (0 plain, else the identifier's), then the prefix (0: a new one, which follows), then the rest.
    mutating func append(_ stream: StreamName, base: Int32, words: inout WordTable) {
        var text = stream.text
        let identifier = text.withUTF8(Self.identifier)
        guard let (mode, high, low, prefixCount) = identifier else {
            columns.append(byte: 0)
            return columns.append(stream.text)
        }
        columns.append(byte: mode.rawValue)
        append(prefix: String(decoding: text.utf8.prefix(prefixCount), as: UTF8.self))
        append(high, base: base, &words)
        if mode != .word { append(low, base: base, &words) }
    }

    private mutating func append(prefix: String) {
        if let index = prefixes.firstIndex(of: prefix) { return columns.append(index + 1) }
        prefixes.append(prefix)
        columns.append(byte: 0)
        columns.append(prefix)
    }

    /// Where the part after the first hyphen is an identifier: its words, and the count of what is before the hyphen.
    private static func identifier(
        of text: UnsafeBufferPointer<UInt8>
    ) -> (PayloadColumnMode, UInt64, UInt64, Int)? {
        guard let hyphen = text.firstIndex(of: UInt8(ascii: "-")) else { return nil }
        let id = UnsafeBufferPointer(rebasing: text[(hyphen + 1)...])
        guard let mode = IdentifierText.mode(forCount: id.count), let (high, low) = IdentifierText.words(id, mode)
        else { return nil }
        return (mode, high, low, hyphen)
    }

    private mutating func append(_ word: UInt64, base: Int32, _ words: inout WordTable) {
        guard let index = words.index(of: word) else {
            words.add(word)
            return columns.append(byte: 0)
        }
        let distance = Int64(index) - Int64(base)
        columns.append(1 + UInt64(bitPattern: (distance << 1) ^ (distance >> 63)))
    }
}
