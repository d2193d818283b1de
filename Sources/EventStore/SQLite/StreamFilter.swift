/// Every stream there has ever been, as a scalable Bloom filter: it says "surely new" or "perhaps known".
///
/// Most appends of a service begin a stream, and must not search a log of millions for one of that name: that takes
/// milliseconds, as the filters of thousands of segments let a few by. 24 bits a stream, one of 60,000 is taken for known; a
/// full filter is joined by one of twice the size (Almeida, Baquero, Preguiça and Hutchison, 2007).
struct StreamFilter: Sendable {
    private struct Level {
        var bytes: [UInt8]
        var room: Int

        init(capacity: Int) {
            bytes = Array(repeating: 0, count: capacity * StreamFilter.bytesPerStream)
            room = capacity
        }

        init(bytes: [UInt8], room: Int) {
            self.bytes = bytes
            self.room = room
        }
    }

    private static let bytesPerStream = 3
    private static let firstCapacity = 1 << 16
    private static let largestCapacity = 1 << 22
    private var levels = [Level(capacity: firstCapacity)]

    init() {}

    func mayContain(_ hash: UInt64) -> Bool {
        levels.contains { level in level.bytes.withUnsafeBufferPointer { KeyFilter.mayContain(hash, in: $0) } }
    }

    mutating func insert(_ hash: UInt64) {
        if levels[levels.count - 1].room == 0 {
            let capacity = levels[levels.count - 1].bytes.count / Self.bytesPerStream
            levels.append(Level(capacity: min(2 * capacity, Self.largestCapacity)))
        }
        KeyFilter.insert(hash, into: &levels[levels.count - 1].bytes)
        levels[levels.count - 1].room -= 1
    }

    // MARK: Stored

    /// Before levels that are deflated: an older build finds no levels then, and makes the filter anew.
    private static let deflatedMark = 0

    /// As the log keeps it: a level that is not full yet deflates to less.
    var data: [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.deflatedMark)
        writer.append(levels.count)
        for level in levels {
            let deflated = try? Deflater(level: 1).compress(level.bytes)
            let isSmaller = deflated.map { $0.count < level.bytes.count } ?? false
            writer.append(level.room)
            writer.append(level.bytes.count)
            writer.append(block: isSmaller ? deflated ?? [] : level.bytes)
        }
        return writer.bytes
    }

    init(stored data: [UInt8]) throws(StorageError) {
        var reader = ByteReader(data)
        levels = []
        let mark = try reader.count(upTo: 1024)
        let isDeflated = mark == Self.deflatedMark
        for _ in 0..<(isDeflated ? try reader.count(upTo: 1024) : mark) {
            let room = try reader.count(upTo: Self.largestCapacity)
            let size = isDeflated ? try reader.count(upTo: Self.bytesPerStream * Self.largestCapacity) : nil
            let block = try reader.block()
            let bytes = size == nil || size == block.count ? Array(block) : try Inflater.inflate(block, size: size ?? 0)
            levels.append(Level(bytes: bytes, room: room))
        }
        guard !levels.isEmpty else { throw ByteReader.damaged }
    }
}
