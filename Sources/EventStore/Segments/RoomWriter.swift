/// Writes what ``ByteWriter`` writes, to memory that is known to have room: asking for each number costs more than the number.
struct RoomWriter {
    private var place: UnsafeMutablePointer<UInt8>

    /// The most that a number takes.
    static let numberRoom = 10

    /// - Parameter place: where it begins; there is room for all that will be written.
    init(at place: UnsafeMutablePointer<UInt8>) { self.place = place }

    /// How far it has come.
    func count(from start: UnsafeMutablePointer<UInt8>) -> Int { place - start }

    @inline(__always)
    mutating func append(byte: UInt8) {
        place.initialize(to: byte)
        place += 1
    }

    @inline(__always)
    mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(byte: UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    mutating func append(_ value: Int) { append(UInt64(bitPattern: Int64(value))) }

    @inline(__always)
    mutating func append(fixed value: UInt64) {
        UnsafeMutableRawPointer(place).storeBytes(of: value.littleEndian, as: UInt64.self)
        place += 8
    }

    mutating func append(_ text: String) {
        let count = text.utf8.count
        append(count)
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { append(raw: $0) }
        if isWritten == nil { for byte in text.utf8 { append(byte: byte) } }
    }

    @inline(__always)
    mutating func append(raw bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        place.initialize(from: start, count: bytes.count)
        place += bytes.count
    }
}
