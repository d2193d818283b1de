/// About what differences take once they are divided by what all of them are multiples of.
struct NumberCost {
    private static let divisorLimit: UInt64 = 1 << 40

    private var common: UInt64 = 0
    private var size = 0
    private var count = 0

    @inline(__always)
    mutating func add(_ difference: Int64) {
        guard difference != 0 else { return }
        if common != 1 { common = Self.gcd(common, difference.magnitude) }
        size += 65 - difference.magnitude.leadingZeroBitCount
        count += 1
    }

    /// What all of them are multiples of; 1 where that is more than it is worth.
    var divisor: Int64 { common == 0 || common > Self.divisorLimit ? 1 : Int64(common) }

    var bits: Int { size - count * (63 - divisor.leadingZeroBitCount) }

    private static func gcd(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
