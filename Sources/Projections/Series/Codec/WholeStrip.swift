/// Whole numbers such as times and positions, packed by steps, 128 at a time.
enum WholeStrip {
    static func append(_ numbers: [Int64], to bytes: inout [UInt8]) {
        var start = 0
        while start < numbers.count {
            let part = numbers[start..<min(start + Strip.rows, numbers.count)]
            let steps = zip(part.dropFirst(), part).map { $0 &- $1 }
            let least = steps.min() ?? 0
            let offsets = steps.map { UInt64(bitPattern: $0 &- least) }
            let width = BitPacking.readable(BitPacking.width(of: offsets.reduce(0, |)))
            bytes.append(UInt8(width))
            bytes.append(zigzag: part[part.startIndex])
            bytes.append(zigzag: least)
            offsets.withUnsafeBufferPointer { BitPacking.append($0, width: width, to: &bytes) }
            start += Strip.rows
        }
    }

    /// Reads `count` numbers; nil where the bytes hold fewer.
    ///
    /// - Parameter end: after it there are still ``BitPacking/slack`` bytes that may be read.
    static func read(_ count: Int, _ cursor: inout ByteCursor) -> [Int64]? {
        var numbers: [Int64] = []
        numbers.reserveCapacity(count)
        while numbers.count < count {
            let here = min(Strip.rows, count - numbers.count)
            let width = Int(cursor.byte())
            var number = cursor.zigzag()
            let least = cursor.zigzag()
            guard width <= 57 || width == 64, !cursor.isOver else { return nil }
            let packed = cursor.base + cursor.offset
            cursor.skip(BitPacking.byteCount(here - 1, width: width))
            guard !cursor.isOver else { return nil }
            let mask = BitPacking.mask(width)
            numbers.append(number)
            for place in 0..<here - 1 {
                number &+= Int64(bitPattern: BitPacking.read(packed, bit: place * width, mask: mask)) &+ least
                numbers.append(number)
            }
        }
        return numbers
    }
}
