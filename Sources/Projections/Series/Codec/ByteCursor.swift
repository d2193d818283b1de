/// Reads numbers from bytes that are known to be whole, or that ``StripCheck`` is just looking through.
struct ByteCursor {
    let base: UnsafeRawPointer
    let end: Int
    private(set) var offset: Int

    init(_ base: UnsafeRawPointer, offset: Int = 0, end: Int) {
        self.base = base
        self.offset = offset
        self.end = end
    }

    /// Beyond the end there are only zeros, and then ``isOver`` tells.
    @inline(__always)
    mutating func byte() -> UInt8 {
        defer { offset &+= 1 }
        return offset < end ? base.load(fromByteOffset: offset, as: UInt8.self) : 0
    }

    @inline(__always)
    mutating func varint() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let byte = byte()
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        return value
    }

    @inline(__always)
    mutating func zigzag() -> Int64 {
        let value = varint()
        return Int64(bitPattern: value &>> 1) ^ (0 &- Int64(bitPattern: value & 1))
    }

    @inline(__always)
    mutating func word() -> UInt64 {
        defer { offset &+= 8 }
        guard offset &+ 8 <= end else { return 0 }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    mutating func skip(_ count: Int) { offset &+= count }

    /// Whether more was read than there is.
    var isOver: Bool { offset > end }
}
