/// The buckets of a histogram: upper bounds, and a count for each and for the rest.
struct ExplicitBuckets {
    typealias Block = ProtobufReader.Block

    var bounds: [Double] = []
    var counts: [Double] = []

    mutating func readCounts(_ packed: Block) throws(OTLPError) {
        var reader = ProtobufReader(packed)
        while !reader.isAtEnd { counts.append(Double(try reader.fixed64())) }
    }

    mutating func readBounds(_ packed: Block) throws(OTLPError) {
        var reader = ProtobufReader(packed)
        while !reader.isAtEnd { bounds.append(try reader.double()) }
    }

    /// Why the buckets are none; nil where they are good.
    func fault(limit: Int) -> String? {
        if bounds.isEmpty, counts.isEmpty { return nil }
        guard counts.count == bounds.count + 1 else {
            return "with bucket_counts that do not fit their explicit_bounds"
        }
        guard counts.count <= limit else { return "with more than \(limit) buckets" }
        guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }), bounds.allSatisfy({ !$0.isNaN }),
            bounds.first != -.infinity
        else { return "with explicit_bounds that do not ascend" }
        return nil
    }

    /// The same counts under no more than `limit` bounds, all finite.
    ///
    /// Buckets are merged with their neighbours, as evenly as it goes.
    func fitted(_ limit: Int) -> ExplicitBuckets {
        var fitted = self
        if fitted.bounds.last == .infinity {
            fitted.bounds.removeLast()
            let rest = fitted.counts.removeLast()
            fitted.counts[fitted.counts.count - 1] += rest
        }
        guard fitted.bounds.count > limit else { return fitted }
        var merged = ExplicitBuckets()
        var sum = 0.0
        let step = (fitted.bounds.count + limit - 1) / limit
        for (index, bound) in fitted.bounds.enumerated() {
            sum += fitted.counts[index]
            guard (index + 1) % step == 0 else { continue }
            merged.bounds.append(bound)
            merged.counts.append(sum)
            sum = 0
        }
        merged.counts.append(sum + fitted.counts[fitted.counts.count - 1])
        return merged
    }

    /// Adds a bucket above all others; one that is no wider than nothing is counted with the last.
    mutating func append(upTo bound: Double, _ count: Double) {
        if let last = bounds.last, bound <= last {
            counts[counts.count - 1] += count
        } else {
            bounds.append(bound)
            counts.append(count)
        }
    }
}
