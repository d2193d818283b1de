/// The chains of `sum` and `average`, four side by side; the results are the same to the bit.
extension Windows {
    /// Kahan sums of four series of values.
    private struct FourSums {
        var sum = SIMD4<Double>.zero
        var lost = SIMD4<Double>.zero

        @inline(__always)
        mutating func add(_ value: SIMD4<Double>) {
            let total = sum + value
            let isSmaller = Self.magnitude(sum) .< Self.magnitude(value)
            lost += ((sum - total) + value).replacing(with: (value - total) + sum, where: isSmaller)
            sum = total
        }

        @inline(__always)
        private static func magnitude(_ value: SIMD4<Double>) -> SIMD4<Double> {
            let bits = unsafeBitCast(value, to: SIMD4<UInt64>.self) & SIMD4(repeating: 0x7fff_ffff_ffff_ffff)
            return unsafeBitCast(bits, to: SIMD4<Double>.self)
        }
    }

    /// The sums of four windows.
    @Sendable static func sums(_ a: Window, _ b: Window, _ c: Window, _ d: Window) -> SIMD4<Double> {
        let shared = min(min(a.count, b.count), min(c.count, d.count))
        var four = FourSums()
        for place in 0..<shared { four.add(SIMD4(a.values[place], b.values[place], c.values[place], d.values[place])) }
        return finish(four, [a, b, c, d], shared, single: sum) { sum, value, _ in sum.add(value) }
    }

    /// The means of four windows.
    @Sendable static func averages(_ a: Window, _ b: Window, _ c: Window, _ d: Window) -> SIMD4<Double> {
        if a.dialect == .prometheus3 { return SIMD4(average(a), average(b), average(c), average(d)) }
        let shared = min(min(a.count, b.count), min(c.count, d.count))
        var four = FourSums()
        for place in 0..<shared {
            let count = SIMD4(repeating: Double(place + 1))
            let value = SIMD4(a.values[place], b.values[place], c.values[place], d.values[place])
            four.add(value / count - four.sum / count)
        }
        return finish(four, [a, b, c, d], shared, single: average) { mean, value, count in
            mean.add(value / count - mean.sum / count)
        }
    }

    /// Takes each lane to the end of its window; one that has met infinity or NaN begins anew, by the rules for those.
    @inline(__always)
    private static func finish(
        _ four: FourSums, _ windows: [Window], _ shared: Int, single: (Window) -> Double,
        _ add: (inout KahanSum, Double, Double) -> Void
    ) -> SIMD4<Double> {
        var result = SIMD4<Double>.zero
        for (lane, window) in windows.enumerated() {
            var sum = KahanSum(sum: four.sum[lane], lost: four.lost[lane])
            for place in shared..<window.count { add(&sum, window.values[place], Double(place + 1)) }
            result[lane] = sum.total.isFinite ? sum.total : single(window)
        }
        return result
    }
}
