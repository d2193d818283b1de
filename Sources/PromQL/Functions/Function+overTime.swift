extension Function {
    /// Functions of the values within a window.
    static let overTime: [Function] = [
        Function("avg_over_time", [.matrix], .window(WindowFunction(four: Windows.averages) { Windows.average($0) })),
        Function("changes", [.matrix], .window(WindowFunction { Windows.changes($0) })),
        Function("count_over_time", [.matrix], .window(WindowFunction(isConstantTime: true) { Double($0.count) })),
        Function("first_over_time", [.matrix], .window(first)),
        Function(
            "last_over_time", [.matrix],
            .window(WindowFunction(keepsName: true, isConstantTime: true) { $0.values[$0.count - 1] })),
        Function("mad_over_time", [.matrix], .window(WindowFunction { Windows.medianDeviation($0) })),
        Function("max_over_time", [.matrix], .window(WindowFunction { Windows.extreme($0) { $0 > $1 } })),
        Function("min_over_time", [.matrix], .window(WindowFunction { Windows.extreme($0) { $0 < $1 } })),
        Function("present_over_time", [.matrix], .window(WindowFunction(isConstantTime: true) { _ in 1 })),
        Function("quantile_over_time", [.scalar, .matrix], .window(WindowFunction { Windows.quantile($0) })),
        Function("stddev_over_time", [.matrix], .window(WindowFunction { Windows.variance($0).squareRoot() })),
        Function("stdvar_over_time", [.matrix], .window(WindowFunction { Windows.variance($0) })),
        Function("sum_over_time", [.matrix], .window(WindowFunction(four: Windows.sums) { Windows.sum($0) })),
        Function(
            "ts_of_first_over_time", [.matrix], .window(WindowFunction(isConstantTime: true) { Windows.time($0, 0) })),
        Function(
            "ts_of_last_over_time", [.matrix],
            .window(WindowFunction(isConstantTime: true) { Windows.time($0, $0.count - 1) })),
        Function("ts_of_max_over_time", [.matrix], .window(WindowFunction { Windows.timeOfExtreme($0) { $0 > $1 } })),
        Function("ts_of_min_over_time", [.matrix], .window(WindowFunction { Windows.timeOfExtreme($0) { $0 < $1 } })),
    ]

    private static let first = WindowFunction(keepsName: true, isConstantTime: true) { $0.values[0] }
}

/// What the `_over_time` functions make of a window.
enum Windows {
    static func sum(_ window: Window) -> Double {
        var sum = KahanSum()
        for value in window.values { sum.add(value) }
        return sum.finiteTotal
    }

    /// The mean, brought forward value by value so that it does not overflow; an infinite one stays.
    ///
    /// Prometheus 3 divides the sum where that is finite.
    static func average(_ window: Window) -> Double {
        if window.dialect == .prometheus3 {
            let sum = sum(window)
            if sum.isFinite { return sum / Double(window.count) }
        }
        var mean = KahanSum()
        var count = 0.0
        for value in window.values {
            count += 1
            if mean.sum.isInfinite {
                if value.isInfinite && (mean.sum > 0) == (value > 0) { continue }
                if value.isFinite { continue }
            }
            mean.add(value / count - mean.sum / count)
        }
        return mean.finiteTotal
    }

    /// The largest or smallest value; NaN only where there is no other.
    @inline(__always)
    static func extreme(_ window: Window, _ isBetter: (Double, Double) -> Bool) -> Double {
        var best = window.values[0]
        for value in window.values where isBetter(value, best) || best.isNaN { best = value }
        return best
    }

    /// The time of a sample, in seconds.
    static func time(_ window: Window, _ place: Int) -> Double { Double(window.times[place]) / 1000 }

    /// The time of the last of the largest or smallest values.
    @inline(__always)
    static func timeOfExtreme(_ window: Window, _ isBetter: (Double, Double) -> Bool) -> Double {
        let best = extreme(window, isBetter)
        return time(window, window.values.lastIndex { $0 == best || $0.isNaN && best.isNaN } ?? 0)
    }

    /// The mean square of the distances from the mean (Welford's method).
    static func variance(_ window: Window) -> Double {
        var mean = KahanSum()
        var squares = KahanSum()
        var count = 0.0
        for value in window.values {
            count += 1
            let delta = value - mean.total
            mean.add(delta / count)
            squares.add(delta * (value - mean.total))
        }
        return squares.total / count
    }

    static func quantile(_ window: Window) -> Double {
        var values = Array(window.values)
        return Quantile.of(&values, window.first)
    }

    /// The median of the distances from the median.
    static func medianDeviation(_ window: Window) -> Double {
        var values = Array(window.values)
        let median = Quantile.of(&values, 0.5)
        for place in values.indices { values[place] = abs(values[place] - median) }
        return Quantile.of(&values, 0.5)
    }

    static func changes(_ window: Window) -> Double {
        var changes = 0.0
        var previous = window.values[0]
        for value in window.values.dropFirst() {
            if value != previous && !(value.isNaN && previous.isNaN) { changes += 1 }
            previous = value
        }
        return changes
    }
}
