public import EventStore
import Foundation

/// How long things took: exact counts in the buckets of MCP's semantic conventions, and a finer sketch for quantiles.
///
/// The sketch has eight buckets for each doubling, so a quantile is within 5 % of the true value; it reaches from
/// 1 µs to 9.5 hours, and what lies outside counts at the nearest end. Merging is exact.
public struct DurationHistogram: Codable, Equatable, Sendable {
    /// Upper bounds in seconds, inclusive; a last bucket without bound follows.
    public static let bounds: [Double] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]

    /// One count for each bound and one for the rest; not cumulative.
    public private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    public private(set) var count = 0
    /// Seconds in total.
    public private(set) var sum = 0.0
    private var sketch: [Int32] = []
    /// The sketch bucket that `sketch[0]` stands for.
    private var sketchStart = 0

    public init() {}

    /// Adds one duration; negative or not a number counts as zero.
    public mutating func add(_ seconds: Double) {
        let value = seconds.isFinite ? max(0, seconds) : 0
        counts[Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count] += 1
        count += 1
        sum += value
        bump(Self.bucket(of: value), by: 1)
    }

    public mutating func merge(_ other: DurationHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        sum += other.sum
        for (offset, amount) in other.sketch.enumerated() where amount > 0 {
            bump(other.sketchStart + offset, by: amount)
        }
    }

    /// The duration below which a share of all lies, such as 0.95; nil where nothing was added.
    public func quantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, (share * Double(count)).rounded(.up))
        var seen = 0.0
        for (offset, amount) in sketch.enumerated() where amount > 0 {
            if seen + Double(amount) >= rank {
                let (low, high) = Self.edges(of: sketchStart + offset)
                return low + (high - low) * (rank - seen) / Double(amount)
            }
            seen += Double(amount)
        }
        return nil
    }

    /// Count, sum, quantiles and cumulative buckets.
    public var json: JSON {
        var total = 0
        let buckets: [JSON] = zip(Self.bounds.map(JSON.double) + ["+Inf"], counts).map { bound, amount in
            total += amount
            return ["le": bound, "count": .int(total)]
        }
        return [
            "count": .int(count), "sum": .double(sum), "p50": .optional(quantile(0.5)),
            "p95": .optional(quantile(0.95)), "p99": .optional(quantile(0.99)), "buckets": .array(buckets),
        ]
    }

    // Bucket b covers (2^(b/8), 2^((b+1)/8)] microseconds.
    private static let perDoubling = 8.0
    private static let last = 279

    private static func bucket(of seconds: Double) -> Int {
        let micros = seconds * 1e6
        guard micros > 1 else { return 0 }
        return min(last, max(0, Int((log2(micros) * perDoubling).rounded(.up)) - 1))
    }

    private static func edges(of bucket: Int) -> (Double, Double) {
        let low = bucket == 0 ? 0 : exp2(Double(bucket) / perDoubling) / 1e6
        return (low, exp2(Double(bucket + 1) / perDoubling) / 1e6)
    }

    private mutating func bump(_ bucket: Int, by amount: Int32) {
        if sketch.isEmpty { sketchStart = bucket }
        if bucket < sketchStart {
            sketch.insert(contentsOf: repeatElement(0, count: sketchStart - bucket), at: 0)
            sketchStart = bucket
        }
        let index = bucket - sketchStart
        if index >= sketch.count { sketch.append(contentsOf: repeatElement(0, count: index - sketch.count + 1)) }
        sketch[index] += amount
    }
}
