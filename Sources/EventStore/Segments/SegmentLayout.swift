/// What lies where in a segment's data.
struct SegmentLayout: Sendable {
    /// Deflated bytes, and how many they were.
    struct Stored: Sendable {
        let range: Range<Int>
        let size: Int

        func inflated(_ data: [UInt8]) throws(StorageError) -> [UInt8] {
            try Inflater.inflate(data[range], size: size)
        }
    }

    let format: Int
    /// The number of events.
    let count: Int
    let words: Range<Int>
    /// Nil in format 2, where it is part of the envelope.
    let outline: Stored?
    let envelope: Stored
    /// Where the payloads begin.
    let payloads: Int

    static let formats = 2...3
    private static let countLimit = 1 << 20
    private static let sizeLimit = 1 << 30

    init(_ data: [UInt8]) throws(StorageError) {
        var reader = ByteReader(data)
        format = try reader.count(upTo: .max)
        guard Self.formats.contains(format) else { throw StorageError("a segment was written by a newer version") }
        count = try reader.count(upTo: Self.countLimit)
        guard count > 0 else { throw ByteReader.damaged }
        let wordBytes = 8 * (try reader.count(upTo: data.count / 8))
        var sizes: [(size: Int, stored: Int)] = []
        for _ in 0..<(format == 2 ? 1 : 2) {
            sizes.append((try reader.count(upTo: Self.sizeLimit), try reader.count(upTo: data.count)))
        }
        words = reader.index..<reader.index + wordBytes
        var place = words.upperBound
        let parts = sizes.map { part in
            defer { place += part.stored }
            return Stored(range: place..<place + part.stored, size: part.size)
        }
        guard place <= data.count else { throw ByteReader.damaged }
        outline = format == 2 ? nil : parts[0]
        envelope = parts[parts.count - 1]
        payloads = place
    }
}
