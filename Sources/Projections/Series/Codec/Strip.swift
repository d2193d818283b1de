/// Up to 128 values of one series that lie in neighbouring rows: the unit of packing.
///
/// Layout: a byte of kind and flags; the presence of the rows (16 bytes) unless each has a value; exceptions (a count,
/// then a place and 8 bytes each); then the values by kind:
///
///     absent    nothing
///     constant  8 bytes
///     steps     exponent, width, first mantissa, least step; then what each step is above the least, packed
///     offsets   exponent, width, least mantissa; then what each mantissa is above it, packed
///     bits      width, shift, the first value; then each value's difference (XOR) from the one before, shifted, packed
///
/// A mantissa is the value times a power of ten where that is whole and below 2^53; so counters, bytes and readings
/// with a few decimals take few bits and unpack with one multiplication-free loop.
enum Strip {
    static let rows = 128

    enum Kind: UInt8 {
        case absent = 0
        case constant, steps, offsets, bits
    }

    static let kindMask: UInt8 = 0x07
    static let presenceFlag: UInt8 = 0x08
    static let exceptionsFlag: UInt8 = 0x10
    /// Beyond this the strip is stored as bits, which have no exceptions.
    static let exceptionLimit = 8
    static let exponentLimit = 12

    static let powers: [Double] = (0...exponentLimit).map { place in
        (0..<place).reduce(1.0) { power, _ in power * 10 }
    }

    /// What stands before the packed values.
    struct Header {
        var kind = Kind.absent
        /// Values in the strip.
        var count = 0
        var presence: Presence?
        var exceptions = 0
        /// Where the exceptions begin.
        var exceptionsOffset = 0
        var exponent = 0
        var width = 0
        var shift = 0
        var base: UInt64 = 0
        var least: Int64 = 0
        /// Where the packed values begin, and where the strip ends.
        var packed = 0
        var end = 0

        /// Reads the strip at `offset`, of so many rows.
        @inline(__always)
        init(_ base: UnsafeRawPointer, offset: Int, end limit: Int, rows: Int) {
            var cursor = ByteCursor(base, offset: offset, end: limit)
            let first = cursor.byte()
            kind = Kind(rawValue: first & Strip.kindMask) ?? .absent
            guard kind != .absent else {
                end = cursor.offset
                return
            }
            count = rows
            if first & Strip.presenceFlag != 0 {
                let presence = Presence(low: cursor.word(), high: cursor.word())
                self.presence = presence
                count = presence.count
            }
            if first & Strip.exceptionsFlag != 0 {
                exceptions = Int(cursor.byte())
                exceptionsOffset = cursor.offset
                cursor.skip(exceptions * 9)
            }
            readValues(&cursor)
        }

        @inline(__always)
        private mutating func readValues(_ cursor: inout ByteCursor) {
            switch kind {
            case .absent: break
            case .constant: base = cursor.word()
            case .steps:
                exponent = Int(cursor.byte())
                width = Int(cursor.byte())
                base = UInt64(bitPattern: cursor.zigzag())
                least = cursor.zigzag()
            case .offsets:
                exponent = Int(cursor.byte())
                width = Int(cursor.byte())
                base = UInt64(bitPattern: cursor.zigzag())
            case .bits:
                width = Int(cursor.byte())
                shift = Int(cursor.byte())
                base = cursor.word()
            }
            packed = cursor.offset
            let numbers = kind == .constant ? 0 : kind == .offsets ? count : max(0, count - 1)
            end = packed + BitPacking.byteCount(numbers, width: width)
        }
    }
}
