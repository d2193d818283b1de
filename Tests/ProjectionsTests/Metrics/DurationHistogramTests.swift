import EventStore
import Projections
import TestKit
import Testing

@Suite("A duration histogram")
struct DurationHistogramTests {
    @Test("counts a duration in the first bucket whose bound it does not exceed")
    func buckets() {
        var histogram = DurationHistogram()
        for seconds in [0, 0.01, 0.010_001, 300, 301, -1, .nan] { histogram.add(seconds) }
        #expect(histogram.counts[0] == 4 && histogram.counts[1] == 1)
        #expect(histogram.counts[13] == 1 && histogram.counts[14] == 1 && histogram.count == 7)
        #expect(histogram.json["buckets"]?[14] == ["le": "+Inf", "count": 7])
    }

    @Test("has no quantile where it is empty")
    func empty() {
        #expect(DurationHistogram().quantile(0.5) == nil)
        #expect(DurationHistogram().json["p95"] == .null)
    }

    @Test("gives quantiles within five percent of the true ones", arguments: 0..<50)
    func quantiles(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let values = (0..<500).map { _ in Double.random(in: 0.0002...20, using: &generator) }
        var histogram = DurationHistogram()
        for value in values { histogram.add(value) }
        for share in [0.01, 0.5, 0.95, 0.99, 1] {
            let truth = values.sorted()[max(0, Int((share * 500).rounded(.up)) - 1)]
            let estimate = try #require(histogram.quantile(share))
            #expect(abs(estimate - truth) <= 0.1 * truth, "seed \(seed), share \(share)")
        }
    }

    @Test("merges to what it would have been as one", arguments: 0..<50)
    func merging(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        var (whole, left, right) = (DurationHistogram(), DurationHistogram(), DurationHistogram())
        for _ in 0..<100 {
            // Whole milliseconds of a power of two add up exactly, in whatever order.
            let value = Double(Int.random(in: 0..<8192, using: &generator)) / 1024
            whole.add(value)
            if Bool.random(using: &generator) { left.add(value) } else { right.add(value) }
        }
        left.merge(right)
        #expect(left.json == whole.json)
    }
}
