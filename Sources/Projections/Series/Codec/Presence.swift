/// Which of the up to 128 rows of a strip have a value.
struct Presence: Equatable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    static func first(_ count: Int) -> Presence {
        Presence(low: BitPacking.mask(min(count, 64)), high: count > 64 ? BitPacking.mask(count - 64) : 0)
    }

    @inline(__always)
    var count: Int { low.nonzeroBitCount &+ high.nonzeroBitCount }

    @inline(__always)
    subscript(row: Int) -> Bool {
        get { (row < 64 ? low &>> UInt64(row) : high &>> UInt64(row &- 64)) & 1 == 1 }
        set {
            let bit: UInt64 = 1 &<< UInt64(row & 63)
            switch (row < 64, newValue) {
            case (true, true): low |= bit
            case (true, false): low &= ~bit
            case (false, true): high |= bit
            case (false, false): high &= ~bit
            }
        }
    }

    /// How many rows before `row` have a value.
    func rank(_ row: Int) -> Int {
        let before = Presence.first(row)
        return (low & before.low).nonzeroBitCount + (high & before.high).nonzeroBitCount
    }
}
