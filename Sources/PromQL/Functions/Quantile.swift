/// Quantiles as Prometheus reckons them.
enum Quantile {
    /// The value that a share `q` of `values` lies below, between two of them in proportion; sorts `values`, NaN first.
    ///
    /// NaN for no values or a `q` of NaN, -Inf below 0, +Inf above 1.
    static func of(_ values: inout [Double], _ q: Double) -> Double {
        guard !values.isEmpty, !q.isNaN else { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        values.sort { $0.isNaN ? !$1.isNaN : $0 < $1 }
        let rank = q * Double(values.count - 1)
        let lower = max(0, rank.rounded(.down))
        let upper = min(Double(values.count - 1), lower + 1)
        let weight = rank - rank.rounded(.down)
        return values[Int(lower)] * (1 - weight) + values[Int(upper)] * weight
    }

    /// One bucket of a histogram: how many observations are at most `bound`.
    struct Bucket {
        let bound: Double
        var count: Double
    }

    /// The value that a share `q` of the observations lies below, in proportion within a bucket.
    ///
    /// The lowest bucket begins at 0, or where it ends if that is not above 0. NaN unless the last bound is +Inf and
    /// there are two buckets and one observation.
    ///
    /// - Parameter buckets: cumulative, not empty and sorted by bound; equal bounds count together. They are changed.
    static func of(_ buckets: inout [Bucket], _ q: Double, tolerance: Double) -> Double {
        if q.isNaN { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        guard buckets.last?.bound == .infinity else { return .nan }
        level(&buckets, tolerance)
        guard buckets.count >= 2, let observations = buckets.last?.count, observations != 0 else { return .nan }
        var rank = q * observations
        let place = firstPlace(buckets, reaching: rank)
        if place == buckets.count - 1 { return buckets[place - 1].bound }
        if place == 0 && buckets[0].bound <= 0 { return buckets[0].bound }
        var (start, count) = (0.0, buckets[place].count)
        if place > 0 {
            start = buckets[place - 1].bound
            count -= buckets[place - 1].count
            rank -= buckets[place - 1].count
        }
        return start + (buckets[place].bound - start) * (rank / count)
    }

    /// Adds up equal bounds, then lifts counts that are below the one before, and levels those that differ from it by
    /// no more than `tolerance` of their sum.
    private static func level(_ buckets: inout [Bucket], _ tolerance: Double) {
        var last = 0
        for bucket in buckets.dropFirst() {
            if buckets[last].bound == bucket.bound {
                buckets[last].count += bucket.count
            } else {
                last += 1
                buckets[last] = bucket
            }
        }
        buckets.removeLast(buckets.count - 1 - last)
        for place in buckets.indices.dropFirst() {
            let (count, previous) = (buckets[place].count, buckets[place - 1].count)
            let isLevel = tolerance > 0 && abs(count - previous) < tolerance * (abs(count) + abs(previous))
            if count < previous || isLevel { buckets[place].count = previous }
        }
    }

    /// By halving, so that counts of NaN have the effect they have in Prometheus.
    private static func firstPlace(_ buckets: [Bucket], reaching rank: Double) -> Int {
        var (first, last) = (0, buckets.count - 1)
        while first < last {
            let middle = (first + last) / 2
            if buckets[middle].count >= rank { last = middle } else { first = middle + 1 }
        }
        return first
    }
}
