/// SplitMix64: the same numbers from the same seed, on every machine.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// A whole number from 0 to below `limit`.
    mutating func below(_ limit: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// True in `percent` of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }

    /// One of the first items far more often than one of the last.
    mutating func pickSkewed<T>(_ items: [T]) -> T { items[min(below(items.count), below(items.count))] }

    /// Microseconds around a typical value: half of them below it, a long tail above.
    mutating func duration(typical: Int) -> Int {
        var scale = typical / 2 + below(typical)
        while chance(20) { scale = scale * 3 / 2 + below(typical) }
        return max(scale, 100)
    }
}
