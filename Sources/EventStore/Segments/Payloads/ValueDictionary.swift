/// The distinct values of a column in order of first use, and which of them each row has.
struct ValueDictionary {
    /// The first row of each distinct value.
    private(set) var firsts: [Int] = []
    private(set) var indexes: [UInt8] = []

    static let limit = 255
    private static let slotCount = 1024

    /// Nil where there are more than `limit` distinct values (at most 255).
    init?(_ values: ColumnValues, limit: Int) {
        let limit = min(limit, Self.limit)
        indexes.reserveCapacity(values.count)
        var slots = [Int16](repeating: -1, count: Self.slotCount)
        for row in values.indices {
            let text = values[row]
            if row > 0, text.isEqual(to: values[row - 1]) {
                indexes.append(indexes[row - 1])
                continue
            }
            var slot = Self.hash(text)
            while slots[slot] >= 0, !text.isEqual(to: values[firsts[Int(slots[slot])]]) {
                slot = (slot + 1) & (Self.slotCount - 1)
            }
            if slots[slot] < 0 {
                guard firsts.count < limit else { return nil }
                slots[slot] = Int16(firsts.count)
                firsts.append(row)
            }
            indexes.append(UInt8(slots[slot]))
        }
    }

    @inline(__always)
    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        var hash = UInt64(truncatingIfNeeded: text.count)
        var place = 0
        while place + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            place += 8
        }
        while place < bytes.count {
            hash = (hash ^ UInt64(bytes[place])) &* 0x9E37_79B9_7F4A_7C15
            place += 1
        }
        return Int(truncatingIfNeeded: hash >> 54)
    }
}
