import Foundation
import Testing

@testable import OTLP

@Suite("Exponential histograms")
struct ExponentialBucketsTests {
    private func buckets(
        scale: Int64, zero: UInt64 = 0, positive: (Int64, [Double]) = (0, []), negative: (Int64, [Double]) = (0, [])
    ) -> ExponentialBuckets {
        var buckets = ExponentialBuckets(limit: 16_384)
        buckets.scale = scale
        buckets.zeroCount = zero
        buckets.positive = .init(offset: positive.0, counts: positive.1)
        buckets.negative = .init(offset: negative.0, counts: negative.1)
        return buckets
    }

    @Test("have the bounds that their scale says")
    func bounds() {
        let explicit = buckets(scale: 0, zero: 4, positive: (1, [1, 0, 2]), negative: (0, [5, 6])).explicit(limit: 160)
        #expect(explicit.bounds == [-4, -2, -1, 0, 2, 4, 8, 16])
        #expect(explicit.counts == [0, 6, 5, 4, 0, 1, 0, 2, 0])
    }

    @Test("finer than we keep are merged in pairs, on the bounds of a coarser scale")
    func merging() {
        let explicit = buckets(scale: 3, positive: (-5, Array(repeating: 1, count: 1000))).explicit(limit: 160)
        #expect(explicit.bounds.count <= 160 && explicit.counts.count == explicit.bounds.count + 1)
        #expect(explicit.counts.reduce(0, +) == 1000)
        #expect(zip(explicit.bounds, explicit.bounds.dropFirst()).allSatisfy { $0 < $1 })
        // A scale of 0: each bound is a power of two.
        #expect(explicit.bounds.allSatisfy { log2($0) == log2($0).rounded() })
    }

    private static let ends: [(scale: Int64, offset: Int64)] = [
        (20, 2_147_483_147), (20, -2_147_483_647), (-10, 0), (-10, -5), (-20, -2), (0, 1020), (0, -1080),
    ]

    @Test("at the ends of what a number can be keep every count", arguments: ends.indices)
    func extremes(index: Int) {
        let (scale, offset) = Self.ends[index]
        let counts = Array(repeating: 1.0, count: 300)
        let explicit = buckets(scale: scale, zero: 1, positive: (offset, counts), negative: (offset, counts))
            .explicit(limit: 160)
        #expect(explicit.bounds.allSatisfy(\.isFinite) && explicit.counts.count == explicit.bounds.count + 1)
        #expect(explicit.counts.reduce(0, +) == 601)
        #expect(explicit.fault(limit: 1000) == nil)
    }

    @Test("that are empty have no bounds")
    func empty() {
        let explicit = buckets(scale: 5).explicit(limit: 160)
        #expect(explicit.bounds.isEmpty && explicit.counts == [0])
    }

    @Test("with a scale, an offset or a zero threshold out of range are refused")
    func faults() {
        #expect(buckets(scale: 31).fault != nil && buckets(scale: -21).fault != nil)
        #expect(buckets(scale: 0, positive: (Int64(Int32.max) + 1, [1])).fault != nil)
        var wide = buckets(scale: 0)
        wide.zeroThreshold = -1
        #expect(wide.fault != nil)
        #expect(buckets(scale: 20, positive: (0, [1])).fault == nil)
    }
}
