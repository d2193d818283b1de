/// `rate`, `increase` and `delta` of many series that were sampled at the same times.
///
/// Where a window begins and ends among the samples, and how far its difference is extended to its bounds, depends on
/// the times alone: it is reckoned once and then used for each series. The results are those of ``Rates`` to the bit.
struct ExtrapolationPlan {
    /// One step's window.
    private struct Frame {
        /// The samples within: from the first to before the last.
        var low: Int32
        var high: Int32
        /// Seconds from the first sample to the last, and between two of them on average.
        var sampled: Double
        var interval: Double
        /// Seconds from the window's start to the first sample.
        var before: Double
        /// What the end adds.
        var after: Double
        /// What a difference is multiplied with, where its counter was not zero within the window's start.
        var factor: Double
    }

    private let times: [Int64]
    private let kind: Rates.Kind
    private let duration: Double
    private var frames: [Frame] = []

    init(_ times: [Int64], _ vector: RangeVector, _ kind: Rates.Kind, _ dialect: Dialect) {
        self.times = times
        self.kind = kind
        duration = Double(vector.duration) / 1000
        frames.reserveCapacity(vector.references.grid.count)
        times.withUnsafeBufferPointer { times in
            var (low, high) = (0, 0)
            for step in 0..<vector.references.grid.count {
                let end = vector.references[step]
                let start = end &- vector.duration
                low = times.advance(low, past: dialect == .prometheus3 ? start : start &- 1)
                high = times.advance(max(low, high), past: end)
                frames.append(frame(times, low, high, start, end, dialect))
            }
        }
    }

    /// Whether a series has the very times that the plan was made for.
    func fits(_ others: [Int64]) -> Bool {
        times.count == others.count
            && times.withUnsafeBufferPointer { one in
                others.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress }
            }
    }

    private func frame(
        _ times: UnsafeBufferPointer<Int64>, _ low: Int, _ high: Int, _ start: Int64, _ end: Int64, _ dialect: Dialect
    ) -> Frame {
        var frame = Frame(
            low: Int32(low), high: Int32(high), sampled: 0, interval: 0, before: 0, after: 0, factor: 0)
        guard high - low > 1 else { return frame }
        frame.sampled = Double(times[high - 1] - times[low]) / 1000
        frame.interval = frame.sampled / Double(high - low - 1)
        frame.before = Double(times[low] - start) / 1000
        let after = Double(end - times[high - 1]) / 1000
        if dialect == .prometheus3, frame.before >= frame.interval * 1.1 { frame.before = frame.interval / 2 }
        frame.after = after < frame.interval * 1.1 ? after : frame.interval / 2
        frame.factor = factor(frame, before: frame.before)
        return frame
    }

    @inline(__always)
    private func factor(_ frame: Frame, before: Double) -> Double {
        var extended = frame.sampled
        extended += before < frame.interval * 1.1 ? before : frame.interval / 2
        extended += frame.after
        let factor = extended / frame.sampled
        return kind == .rate ? factor / duration : factor
    }

    /// The values of all steps; nil where no step has one.
    func run(_ values: [Double]) -> [Double]? {
        let falls = kind == .difference ? Falls([]) : Falls(values)
        var hasAny = false
        let result = [Double](unsafeUninitializedCapacity: frames.count) { result, count in
            count = frames.count
            values.withUnsafeBufferPointer { values in
                var (firstFall, lastFall) = (0, 0)
                for (step, frame) in frames.enumerated() {
                    guard frame.high &- frame.low > 1 else {
                        result.initializeElement(at: step, to: .absent)
                        continue
                    }
                    hasAny = true
                    let (low, high) = (Int(frame.low), Int(frame.high))
                    let first = values[low]
                    var difference = values[high &- 1] - first
                    if !falls.places.isEmpty {
                        while firstFall < falls.places.count, falls.places[firstFall] <= low { firstFall += 1 }
                        lastFall = max(firstFall, lastFall)
                        while lastFall < falls.places.count, falls.places[lastFall] < high { lastFall += 1 }
                        for place in firstFall..<lastFall { difference += falls.before[place] }
                    }
                    result.initializeElement(at: step, to: difference * factor(frame, first, difference))
                }
            }
        }
        return hasAny ? result : nil
    }

    /// A counter is not extended further back than to where it would be zero.
    @inline(__always)
    private func factor(_ frame: Frame, _ first: Double, _ difference: Double) -> Double {
        guard kind != .difference, difference > 0, first >= 0 else { return frame.factor }
        // Products tell most cases apart without a division, with room for what rounding does.
        if first * frame.sampled > frame.before * difference * 1.000_000_001 { return frame.factor }
        let zero = frame.sampled * (first / difference)
        return zero < frame.before ? factor(frame, before: zero) : frame.factor
    }
}
