extension Function {
    /// Functions of how values move within a window.
    static let rates: [Function] = [
        Function(
            "delta", [.matrix],
            .window(WindowFunction(extrapolation: .difference) { Rates.extrapolated($0, .difference) })),
        Function("deriv", [.matrix], .window(WindowFunction { Rates.slope($0) })),
        Function("double_exponential_smoothing", [.matrix, .scalar, .scalar], .window(Rates.smoothing)),
        Function("holt_winters", [.matrix, .scalar, .scalar], .window(Rates.smoothing)),
        Function("idelta", [.matrix], .window(WindowFunction(isConstantTime: true) { Rates.last($0, isRate: false) })),
        Function(
            "increase", [.matrix],
            .window(WindowFunction(extrapolation: .increase) { Rates.extrapolated($0, .increase) })),
        Function("irate", [.matrix], .window(WindowFunction(isConstantTime: true) { Rates.last($0, isRate: true) })),
        Function(
            "predict_linear", [.matrix, .scalar], readsTime: true, .window(WindowFunction { Rates.prediction($0) })),
        Function(
            "rate", [.matrix],
            .window(WindowFunction(extrapolation: .rate) { Rates.extrapolated($0, .rate) })),
        Function(
            "resets", [.matrix],
            .window(WindowFunction(needsFalls: true, isConstantTime: true) { Double($0.beforeFalls.count) })),
    ]
}

/// How values move within a window.
enum Rates {
    enum Kind { case difference, increase, rate }

    /// The difference of last and first, extended to the bounds of the window.
    ///
    /// It is extended by the whole distance to a bound that is at most 1.1 mean intervals away, else by half an
    /// interval; a counter (with what it lost at its falls) not further back than to where it would be zero.
    static func extrapolated(_ window: Window, _ kind: Kind) -> Double {
        let last = window.count - 1
        guard last > 0 else { return .absent }
        var difference = window.values[last] - window.values[0]
        if kind != .difference { for value in window.beforeFalls { difference += value } }
        let sampled = Double(window.times[last] - window.times[0]) / 1000
        let interval = sampled / Double(last)
        var before = Double(window.times[0] - window.start) / 1000
        let after = Double(window.end - window.times[last]) / 1000
        if window.dialect == .prometheus3, before >= interval * 1.1 { before = interval / 2 }
        if kind != .difference, difference > 0, window.values[0] >= 0 {
            before = min(before, sampled * (window.values[0] / difference))
        }
        var extended = sampled
        extended += before < interval * 1.1 ? before : interval / 2
        extended += after < interval * 1.1 ? after : interval / 2
        var factor = extended / sampled
        if kind == .rate { factor /= window.duration }
        return difference * factor
    }

    /// The difference of the last two values, or their rate: after a fall of a counter the last value alone.
    static func last(_ window: Window, isRate: Bool) -> Double {
        let last = window.count - 1
        guard last > 0 else { return .absent }
        let (value, previous) = (window.values[last], window.values[last - 1])
        let difference = isRate && value < previous ? value : value - previous
        let interval = Double(window.times[last] - window.times[last - 1]) / 1000
        return isRate ? difference / interval : difference
    }

    static func slope(_ window: Window) -> Double {
        guard window.count > 1 else { return .absent }
        return regression(window, at: window.times[0]).slope
    }

    static func prediction(_ window: Window) -> Double {
        guard window.count > 1 else { return .absent }
        let line = regression(window, at: window.evaluation)
        return line.slope * window.first + line.intercept
    }

    /// The line through the samples with the least squares, and where it is at `time`.
    private static func regression(_ window: Window, at time: Int64) -> (slope: Double, intercept: Double) {
        var (sumX, sumY, sumXY, sumXX) = (KahanSum(), KahanSum(), KahanSum(), KahanSum())
        let first = window.values[0]
        var isConstant = true
        for place in window.values.indices {
            let (x, y) = (Double(window.times[place] &- time) / 1000, window.values[place])
            if place > 0 && y != first { isConstant = false }
            sumX.add(x)
            sumY.add(y)
            sumXY.add(x * y)
            sumXX.add(x * x)
        }
        if isConstant { return first.isInfinite ? (.nan, .nan) : (0, first) }
        let count = Double(window.count)
        let covariance = sumXY.total - sumX.total * sumY.total / count
        let variance = sumXX.total - sumX.total * sumX.total / count
        let slope = covariance / variance
        return (slope, sumY.total / count - slope * sumX.total / count)
    }

    /// Smooths values and their trend exponentially; yields the last smoothed value.
    static let smoothing = WindowFunction(fault: smoothingFault) { window in
        guard window.count > 1 else { return .absent }
        let (smoothing, trendFactor) = (window.first, window.second)
        var (previous, smoothed) = (0.0, window.values[0])
        var trend = window.values[1] - window.values[0]
        for place in 1..<window.count {
            if place > 1 { trend = trendFactor * (smoothed - previous) + (1 - trendFactor) * trend }
            let next = smoothing * window.values[place] + (1 - smoothing) * (smoothed + trend)
            (previous, smoothed) = (smoothed, next)
        }
        return smoothed
    }

    @Sendable private static func smoothingFault(_ smoothing: Double, _ trend: Double) -> String? {
        if smoothing <= 0 || smoothing >= 1 {
            return "invalid smoothing factor. Expected: 0 < sf < 1, got: \(SampleText.fixed(smoothing))"
        }
        if trend <= 0 || trend >= 1 {
            return "invalid trend factor. Expected: 0 < tf < 1, got: \(SampleText.fixed(trend))"
        }
        return nil
    }
}
