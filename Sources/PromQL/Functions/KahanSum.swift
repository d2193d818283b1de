/// A sum that keeps what rounding loses (Kahan's method as improved by Neumaier).
struct KahanSum {
    private(set) var sum = 0.0
    private(set) var lost = 0.0

    init(sum: Double = 0, lost: Double = 0) {
        self.sum = sum
        self.lost = lost
    }

    @inline(__always)
    mutating func add(_ value: Double) {
        let total = sum + value
        lost += abs(sum) >= abs(value) ? (sum - total) + value : (value - total) + sum
        sum = total
    }

    @inline(__always)
    var total: Double { sum + lost }

    /// Infinity has lost nothing.
    @inline(__always)
    var finiteTotal: Double { sum.isInfinite ? sum : total }
}
