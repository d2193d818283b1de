/// Whole numbers of one width side by side, lowest bits first.
enum BitPacking {
    /// Bytes that must follow packed numbers, because each is read as 8 bytes at once.
    static let slack = 8

    static func byteCount(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

    @inline(__always)
    static func width(of number: UInt64) -> Int { 64 - number.leadingZeroBitCount }

    /// Widths from 58 to 63 do not fit into 8 bytes read at a bit within the first: they become 64.
    @inline(__always)
    static func readable(_ width: Int) -> Int { width > 57 ? 64 : width }

    static func append(_ numbers: UnsafeBufferPointer<UInt64>, width: Int, to bytes: inout [UInt8]) {
        guard width > 0 else { return }
        if width == 64 {
            for number in numbers { bytes.append(littleEndian: number) }
            return
        }
        var pending: UInt64 = 0
        var bits = 0
        for number in numbers {
            pending |= number << UInt64(bits)
            bits += width
            while bits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                bits -= 8
            }
        }
        if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    }

    /// The number at `bit`; `mask` has as many bits as the width.
    @inline(__always)
    static func read(_ base: UnsafeRawPointer, bit: Int, mask: UInt64) -> UInt64 {
        let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
        return (word &>> UInt64(truncatingIfNeeded: bit & 7)) & mask
    }

    @inline(__always)
    static func mask(_ width: Int) -> UInt64 { width >= 64 ? .max : (1 &<< UInt64(width)) &- 1 }
}

extension [UInt8] {
    mutating func append(littleEndian number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// 7 bits a byte (LEB128).
    mutating func append(varint number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(zigzag number: Int64) { append(varint: UInt64(bitPattern: (number << 1) ^ (number >> 63))) }
}
