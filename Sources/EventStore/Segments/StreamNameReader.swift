/// Reads what `StreamNameWriter` wrote.
struct StreamNameReader {
    let words: WordColumn
    private var next: Int
    private var prefixes: [String] = []

    /// A name whose words are still references.
    enum Pending {
        case plain(StreamName)
        case words(prefix: String, mode: PayloadColumnMode, high: UInt64, low: UInt64)
    }

    init(words: WordColumn, next: Int) {
        self.words = words
        self.next = next
    }

    mutating func read(_ reader: inout ByteReader) throws(StorageError) -> Pending {
        guard let mode = PayloadColumnMode(rawValue: try reader.byte()) else { throw ByteReader.damaged }
        guard mode != .lines else { return .plain(StreamName(stored: try reader.text())) }
        let index = try reader.count(upTo: prefixes.count)
        if index == 0 { prefixes.append(try reader.text()) }
        let prefix = index == 0 ? prefixes[prefixes.count - 1] : prefixes[index - 1]
        let high = try reader.number()
        return .words(prefix: prefix, mode: mode, high: high, low: mode == .word ? 0 : try reader.number())
    }

    mutating func resolve(_ pending: Pending, base: Int32) throws(StorageError) -> StreamName {
        switch pending {
        case .plain(let name): return name
        case .words(let prefix, let mode, let high, let low):
            let first = try word(high, base)
            let second = mode == .word ? 0 : try word(low, base)
            return StreamName(
                stored: String(unsafeUninitializedCapacity: prefix.utf8.count + 1 + 36) { buffer in
                    let start = buffer.update(fromContentsOf: Array(prefix.utf8) + [UInt8(ascii: "-")])
                    guard let target = buffer.baseAddress else { return 0 }
                    return start + IdentifierText.write(first, second, mode, to: target + start)
                })
        }
    }

    private mutating func word(_ reference: UInt64, _ base: Int32) throws(StorageError) -> UInt64 {
        var index = Int64(next)
        if reference == 0 {
            next += 1
        } else {
            index = ByteReader.signed(reference - 1).addingReportingOverflow(Int64(base)).partialValue
        }
        guard index >= 0, index < words.count else { throw ByteReader.damaged }
        return words[Int(index)]
    }
}
