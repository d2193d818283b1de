/// The shape of a JSON text: the bytes between its values, and of what kind each value is.
///
/// Payloads of one type are mostly alike. Taking the shape out once leaves columns of like values. Nothing depends
/// on the text being JSON: literals and values put together are always the very bytes they were taken from.
struct PayloadTemplate {
    /// Where a value lies within the bytes of all payloads of a block.
    struct Slice {
        let start: UInt32
        let count: UInt32
    }

    /// A string's content ends before an unescaped quotation mark, any other value before `,`, `}` or `]`.
    enum Kind: UInt8 { case string, bare }

    private(set) var literals: [UInt8] = []
    /// Where each literal ends in `literals`: one more than there are values.
    private(set) var ends: [Int] = []
    private(set) var kinds: [Kind] = []

    /// More values than this in one payload are not worth columns of their own.
    static let valueLimit = 256

    init(literals: [UInt8], ends: [Int], kinds: [Kind]) {
        self.literals = literals
        self.ends = ends
        self.kinds = kinds
    }

    /// Takes the shape from a text; nil where it has too many values.
    init?(of text: UnsafeBufferPointer<UInt8>) {
        var place = 0
        while place < text.count {
            let byte = text[place]
            guard byte == UInt8(ascii: "\"") || Self.isBare(byte) else {
                literals.append(byte)
                place += 1
                continue
            }
            place = byte == UInt8(ascii: "\"") ? takeString(text, at: place) : takeBare(text, at: place)
            if kinds.count > Self.valueLimit { return nil }
        }
        ends.append(literals.count)
    }

    func write(to writer: inout ByteWriter) {
        writer.append(kinds.count)
        for kind in kinds { writer.append(byte: kind.rawValue) }
        var start = 0
        for end in ends {
            writer.append(end - start)
            start = end
        }
        writer.append(raw: literals)
    }

    /// Reads what ``write(to:)`` wrote.
    ///
    /// - Parameter limit: more literals than this cannot be there.
    init(_ reader: inout ByteReader, limit: Int) throws(StorageError) {
        try self.init(&reader, limit: limit, isCumulative: false)
    }

    /// Reads a shape of a segment of format 2.
    init(format2 reader: inout ByteReader, limit: Int) throws(StorageError) {
        try self.init(&reader, limit: limit, isCumulative: true)
    }

    private init(_ reader: inout ByteReader, limit: Int, isCumulative: Bool) throws(StorageError) {
        for _ in 0..<(try reader.count(upTo: Self.valueLimit + 1)) {
            guard let kind = Kind(rawValue: try reader.byte()) else { throw ByteReader.damaged }
            kinds.append(kind)
        }
        var end = 0
        for _ in 0...kinds.count {
            let number = try reader.count(upTo: limit)
            guard number >= (isCumulative ? end : 0) else { throw ByteReader.damaged }
            end = isCumulative ? number : min(end + number, limit)
            ends.append(end)
        }
        literals = Array(try reader.raw(end))
    }

    /// The shape of payloads that have none in common: all of the text is one value.
    static let whole = PayloadTemplate(literals: [], ends: [0, 0], kinds: [.bare])

    private mutating func takeString(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let end = Self.stringEnd(text, start + 1)
        let isKey = end + 1 < text.count && text[end + 1] == UInt8(ascii: ":")
        if isKey || end >= text.count {
            let next = min(end + 1, text.count)
            literals.append(contentsOf: text[start..<next])
            return next
        }
        literals.append(UInt8(ascii: "\""))
        add(.string)
        return end
    }

    private mutating func takeBare(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        add(.bare)
        return Self.bareEnd(text, start)
    }

    private mutating func add(_ kind: Kind) {
        ends.append(literals.count)
        kinds.append(kind)
    }
}
