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

    /// Whether a text has this shape; its values are then in `slices`, counted from `base`.
    ///
    /// - Parameter slices: room for ``valueLimit`` values and one more.
    func match(
        _ text: UnsafeBufferPointer<UInt8>, base: Int, into slices: UnsafeMutableBufferPointer<Slice>
    ) -> Bool {
        literals.withUnsafeBufferPointer { literals in
            var place = 0
            var literal = 0
            for index in kinds.indices {
                let end = ends[index]
                guard Self.isEqual(text, place, literals, literal, end - literal) else { return false }
                place += end - literal
                literal = end
                let next = kinds[index] == .string ? Self.stringEnd(text, place) : Self.bareEnd(text, place)
                slices[index] = Slice(
                    start: UInt32(truncatingIfNeeded: base + place), count: UInt32(truncatingIfNeeded: next - place))
                place = next
            }
            return text.count - place == literals.count - literal
                && Self.isEqual(text, place, literals, literal, literals.count - literal)
        }
    }

    @inline(__always)
    private static func isEqual(
        _ text: UnsafeBufferPointer<UInt8>, _ place: Int, _ literals: UnsafeBufferPointer<UInt8>, _ literal: Int,
        _ count: Int
    ) -> Bool {
        guard text.count - place >= count, let left = text.baseAddress, let right = literals.baseAddress else {
            return count == 0
        }
        return UnsafeRawPointer(left + place).isEqual(to: right + literal, count: count)
    }

    /// The place of the unescaped quotation mark that ends a string, or the end of the text.
    @inline(__always)
    private static func stringEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var place = start
        while place < text.count {
            place = nextMark(text, place)
            guard place < text.count, text[place] != UInt8(ascii: "\"") else { break }
            place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place, text.count)
    }

    /// The place of the next quotation mark or backslash, found eight bytes at a time; or one shortly before the end.
    @inline(__always)
    private static func nextMark(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        var place = start
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let marks = zeros(word ^ 0x2222_2222_2222_2222) | zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C)
            guard marks == 0 else { return place + marks.trailingZeroBitCount / 8 }
            place += 8
        }
        return place
    }

    /// A set bit in the first byte that is zero, none where none is; those of later bytes mean nothing.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    @inline(__always)
    private static func bareEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var place = start
        while place < text.count, isBare(text[place]) { place += 1 }
        return place
    }

    /// What numbers, `true`, `false` and `null` are made of: no punctuation of JSON and no space.
    @inline(__always)
    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
