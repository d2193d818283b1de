/// What a commit adds to the write-ahead log, gathered until its last page.
///
/// SQLite writes each page of it by two calls: a header of 24 bytes, and the page. The header of a commit's last page tells
/// the size of the database in its second word, all others have 0 there (SQLite, "Database File Format", 4.1). Only what
/// goes on where the last write ended is kept; all else, such as headers that are written once more, is written as it comes.
struct GatheredWrites {
    /// What is to be written, and where.
    private(set) var bytes: [UInt8] = []
    private(set) var start: Int64 = 0
    /// Where the last write ended; nil where something was read since.
    private var end: Int64?
    /// Whether the page that is next ends a commit; nil where no header was kept.
    private var isLast: Bool?

    private static let headerCount = 24
    /// More is written in parts: it is kept for as long as the file is open.
    static let limit = 128 << 10

    /// Whether what is kept must be written before this.
    func isInTheWay(of count: Int, at offset: Int64) -> Bool {
        !bytes.isEmpty && (offset != end || bytes.count + count > Self.limit)
    }

    /// Takes what is to be written.
    ///
    /// - Returns: whether all that is kept must be written now.
    mutating func add(_ data: UnsafeRawBufferPointer, at offset: Int64) -> Bool {
        let goesOn = offset == end
        if bytes.isEmpty { start = offset }
        bytes.append(contentsOf: data)
        end = offset + Int64(data.count)
        if goesOn, data.count == Self.headerCount {
            isLast = data[4..<8].contains { $0 != 0 }
            return false
        }
        defer { isLast = nil }
        return !goesOn || isLast ?? true
    }

    /// Forgets what is kept: it was written, or could not be.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Notes that something else is done with the file.
    mutating func interrupt() { (end, isLast) = (nil, nil) }
}
