/// Samples of one series as two columns of equal length, sorted by time without repeats.
public struct Samples: Equatable, Sendable {
    /// Milliseconds since 1970.
    public var timestamps: [Int64]
    /// A value each; the stale marker says that the series ended there.
    public var values: [Double]

    public init(timestamps: [Int64] = [], values: [Double] = []) {
        precondition(timestamps.count == values.count, "a timestamp for each value")
        self.timestamps = timestamps
        self.values = values
    }

    public var count: Int { timestamps.count }
    public var isEmpty: Bool { timestamps.isEmpty }

    /// Those from `from` to `to`, both included.
    func within(_ from: Int64, _ to: Int64) -> Samples {
        let (low, high) = timestamps.withUnsafeBufferPointer { times in
            let low = from == .min ? 0 : times.advance(0, past: from - 1)
            return (low, times.advance(low, past: to))
        }
        if low == 0 && high == count { return self }
        return Samples(timestamps: Array(timestamps[low..<high]), values: Array(values[low..<high]))
    }

    private var hasMarkers: Bool {
        values.withUnsafeBufferPointer { values in
            // A sum over all is faster than to stop at the first.
            var markers = 0
            for value in values { markers &+= value.isStaleMarker ? 1 : 0 }
            return markers > 0
        }
    }

    /// The same without stale markers; range vectors do not see them.
    var withoutMarkers: Samples {
        guard hasMarkers else { return self }
        var kept = Samples()
        for (time, value) in zip(timestamps, values) where !value.isStaleMarker {
            kept.timestamps.append(time)
            kept.values.append(value)
        }
        return kept
    }
}

extension Samples {
    /// The bits of the values count, so that NaN equals itself: what a test of sameness wants.
    public static func == (left: Samples, right: Samples) -> Bool {
        left.timestamps == right.timestamps
            && left.values.elementsEqual(right.values) { $0.bitPattern == $1.bitPattern || $0 == $1 }
    }
}
