/// Every stream there has ever been, as a scalable Bloom filter: it says "surely new" or "perhaps known".
///
/// Most appends of a service begin a stream, and must not search a log of millions for one of that name. 16 bits a
/// stream; a full filter is joined by one of twice the size (Almeida, Baquero, Preguiça and Hutchison, 2007).
struct StreamFilter: Sendable {
    private struct Level {
        var bytes: [UInt8]
        var room: Int

        init(capacity: Int) {
            bytes = Array(repeating: 0, count: capacity * 2)
            room = capacity
        }

        init(bytes: [UInt8], room: Int) {
            self.bytes = bytes
            self.room = room
        }
    }

    private static let firstCapacity = 1 << 16
    private static let largestCapacity = 1 << 22
    private var levels = [Level(capacity: firstCapacity)]

    init() {}

    func mayContain(_ hash: UInt64) -> Bool {
        levels.contains { level in level.bytes.withUnsafeBufferPointer { KeyFilter.mayContain(hash, in: $0) } }
    }

    mutating func insert(_ hash: UInt64) {
        if levels[levels.count - 1].room == 0 {
            let capacity = levels[levels.count - 1].bytes.count / 2
            levels.append(Level(capacity: min(2 * capacity, Self.largestCapacity)))
        }
        KeyFilter.insert(hash, into: &levels[levels.count - 1].bytes)
        levels[levels.count - 1].room -= 1
    }

    // MARK: Stored

    /// As the log keeps it.
    var data: [UInt8] {
        var writer = ByteWriter()
        writer.append(levels.count)
        for level in levels {
            writer.append(level.room)
            writer.append(block: level.bytes)
        }
        return writer.bytes
    }

    init(stored data: [UInt8]) throws(StorageError) {
        var reader = ByteReader(data)
        levels = []
        for _ in 0..<(try reader.count(upTo: 1024)) {
            let room = try reader.count(upTo: Self.largestCapacity)
            levels.append(Level(bytes: Array(try reader.block()), room: room))
        }
        guard !levels.isEmpty else { throw ByteReader.damaged }
    }
}
