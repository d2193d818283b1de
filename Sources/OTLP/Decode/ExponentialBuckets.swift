import Foundation

/// The buckets of an exponential histogram: of a base 2^(2^-scale), the bucket *i* reaches from base^i to base^(i+1).
struct ExponentialBuckets {
    /// Counts of consecutive buckets; the first has the index `offset`.
    struct Side {
        var offset: Int64 = 0
        var counts: [Double] = []
    }

    var scale: Int64 = 0
    var zeroCount: UInt64 = 0
    var zeroThreshold = 0.0
    var positive = Side()
    var negative = Side()
    private let limit: Int

    /// - Parameter limit: buckets of a side as they come.
    init(limit: Int) { self.limit = limit }

    func read(_ block: ProtobufReader.Block) throws(OTLPError) -> Side {
        var side = Side()
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            switch tag {
            case .varint(1): side.offset = try reader.zigzag()
            case .varint(2): side.counts.append(Double(try reader.varint()))
            case .block(2):
                var packed = ProtobufReader(try reader.block())
                // One more than allowed is enough to refuse the point.
                while !packed.isAtEnd, side.counts.count <= limit { side.counts.append(Double(try packed.varint())) }
            default: try reader.skip(tag)
            }
        }
        return side
    }

    /// Why the buckets are none; nil where they are good.
    var fault: String? {
        guard positive.counts.count <= limit, negative.counts.count <= limit else {
            return "with more than \(limit) buckets"
        }
        let isNear = [positive.offset, negative.offset].allSatisfy { $0.magnitude <= UInt64(Int32.max) }
        guard (-20...30).contains(scale), isNear else { return "with a scale or offset out of range" }
        guard zeroThreshold >= 0, zeroThreshold.isFinite else { return "with a zero_threshold that is no width" }
        return nil
    }

    /// The same counts under explicit bounds, at most `limit` of them.
    ///
    /// Too many buckets are merged in pairs, as a coarser scale would have them, until they fit.
    func explicit(limit: Int) -> ExplicitBuckets {
        var rest = self
        // Besides its buckets, each side has one bound that begins it, and zero has one.
        while rest.positive.counts.count + rest.negative.counts.count + 3 > limit, rest.scale > -32 { rest.halve() }
        let base = exp2(-Double(rest.scale))
        var buckets = ExplicitBuckets()
        let negative = rest.negative.counts
        if !negative.isEmpty { buckets.append(upTo: -Self.bound(rest.negative, negative.count, base), 0) }
        for index in negative.indices.reversed() {
            buckets.append(upTo: -Self.bound(rest.negative, index, base), negative[index])
        }
        if zeroCount > 0 || !negative.isEmpty { buckets.append(upTo: zeroThreshold, Double(zeroCount)) }
        let positive = rest.positive.counts
        if !positive.isEmpty { buckets.append(upTo: Self.bound(rest.positive, 0, base), 0) }
        for index in positive.indices {
            buckets.append(upTo: Self.bound(rest.positive, index + 1, base), positive[index])
        }
        buckets.counts.append(0)
        return buckets.finite
    }

    private mutating func halve() {
        scale -= 1
        positive = Self.halved(positive)
        negative = Self.halved(negative)
    }

    private static func halved(_ side: Side) -> Side {
        guard !side.counts.isEmpty else { return side }
        var merged = Side(offset: side.offset >> 1)
        for (index, count) in side.counts.enumerated() {
            let place = Int(((side.offset + Int64(index)) >> 1) - merged.offset)
            if place == merged.counts.count { merged.counts.append(0) }
            merged.counts[place] += count
        }
        return merged
    }

    /// The lower bound of the bucket at `index`, within what a `Double` can be.
    private static func bound(_ side: Side, _ index: Int, _ base: Double) -> Double {
        exp2(Double(side.offset + Int64(index)) * base)
    }
}

extension ExplicitBuckets {
    /// The same with bounds that are finite: what lies beyond is in the first bucket or the last.
    fileprivate var finite: ExplicitBuckets {
        var finite = ExplicitBuckets()
        var (below, beyond) = (0.0, 0.0)
        for (bound, count) in zip(bounds, counts) {
            if bound == -.infinity {
                below += count
            } else if bound == .infinity {
                beyond += count
            } else {
                finite.append(upTo: bound, count + below)
                below = 0
            }
        }
        finite.counts.append(below + beyond + counts[counts.count - 1])
        return finite
    }
}
