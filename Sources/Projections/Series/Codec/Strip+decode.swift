extension Strip {
    /// Writes the values of a strip, those that are there, one after the other.
    ///
    /// The bytes have passed ``strips(_:from:to:rows:)`` or were just written; `values` has room for all.
    @inline(__always)
    static func decode(_ header: Header, _ base: UnsafeRawPointer, into values: UnsafeMutablePointer<Double>) {
        switch header.kind {
        case .absent: return
        case .constant:
            values.update(repeating: Double(bitPattern: header.base), count: header.count)
        case .steps:
            if header.exponent == 0 {
                steps(header, base, into: values) { $0 }
            } else {
                let power = powers[header.exponent]
                steps(header, base, into: values) { $0 / power }
            }
        case .offsets: offsets(header, base, into: values)
        case .bits: bits(header, base, into: values)
        }
        guard header.exceptions > 0 else { return }
        for place in 0..<header.exceptions {
            let entry = base + (header.exceptionsOffset + place * 9)
            let bits = UInt64(littleEndian: entry.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
            values[Int(entry.load(as: UInt8.self))] = Double(bitPattern: bits)
        }
    }

    @inline(__always)
    private static func steps(
        _ header: Header, _ base: UnsafeRawPointer, into values: UnsafeMutablePointer<Double>,
        _ scaled: (Double) -> Double
    ) {
        var mantissa = Int64(bitPattern: header.base)
        values[0] = scaled(Double(mantissa))
        let (packed, width, least) = (base + header.packed, header.width, header.least)
        let mask = BitPacking.mask(width)
        var bit = 0
        var place = 1
        while place < header.count {
            let step = Int64(bitPattern: BitPacking.read(packed, bit: bit, mask: mask))
            mantissa = mantissa &+ step &+ least
            values[place] = scaled(Double(mantissa))
            bit &+= width
            place &+= 1
        }
    }

    @inline(__always)
    private static func offsets(
        _ header: Header, _ base: UnsafeRawPointer, into values: UnsafeMutablePointer<Double>
    ) {
        let (packed, least, power) = (base + header.packed, Int64(bitPattern: header.base), powers[header.exponent])
        let mask = BitPacking.mask(header.width)
        for place in 0..<header.count {
            let offset = BitPacking.read(packed, bit: place &* header.width, mask: mask)
            values[place] = Double(least &+ Int64(bitPattern: offset)) / power
        }
    }

    @inline(__always)
    private static func bits(
        _ header: Header, _ base: UnsafeRawPointer, into values: UnsafeMutablePointer<Double>
    ) {
        let (packed, shift) = (base + header.packed, UInt64(header.shift))
        let mask = BitPacking.mask(header.width)
        var pattern = header.base
        values[0] = Double(bitPattern: pattern)
        for place in 1..<max(1, header.count) {
            pattern ^= BitPacking.read(packed, bit: (place &- 1) &* header.width, mask: mask) &<< shift
            values[place] = Double(bitPattern: pattern)
        }
    }

    /// How many strips lie between two offsets, of at most so many rows; nil where one could not be decoded.
    ///
    /// What is read from a disk is checked once, so that decoding can trust it.
    static func strips(_ base: UnsafeRawPointer, from: Int, to: Int, rows: Int) -> Int? {
        var offset = from
        var strips = 0
        while offset < to {
            let rowsHere = min(Strip.rows, rows - strips * Strip.rows)
            guard rowsHere > 0, (base.load(fromByteOffset: offset, as: UInt8.self) & kindMask) <= Kind.bits.rawValue
            else { return nil }
            let header = Header(base, offset: offset, end: to, rows: rowsHere)
            guard isSound(header, rows: rowsHere), header.end <= to,
                exceptions(header, base, to).allSatisfy({ $0 < header.count })
            else { return nil }
            offset = header.end
            strips += 1
        }
        return strips
    }

    private static func isSound(_ header: Header, rows: Int) -> Bool {
        if header.kind == .absent { return true }
        guard header.count > 0, header.count <= rows, header.exponent <= exponentLimit, header.shift < 64 else {
            return false
        }
        if let presence = header.presence, presence.rank(rows) != header.count { return false }
        return header.width <= 57 || header.width == 64
    }

    private static func exceptions(_ header: Header, _ base: UnsafeRawPointer, _ end: Int) -> [Int] {
        (0..<header.exceptions).map { place in
            let offset = header.exceptionsOffset + place * 9
            return offset < end ? Int(base.load(fromByteOffset: offset, as: UInt8.self)) : .max
        }
    }
}
