/// How many snapshots of the read models a log keeps, and how close together.
public struct SnapshotLimits: Sendable {
    /// Events between two snapshots: at most so many are folded anew after a crash.
    public var spacing: UInt64
    /// Snapshots kept, at least 2: the log is covered evenly, and the distance doubles where it outgrows them.
    public var count: Int

    public init(spacing: UInt64 = 16_384, count: Int = 384) {
        self.spacing = max(1, spacing)
        self.count = max(2, count)
    }

    /// Events between two snapshots of so many events: doubled until there are few enough.
    func stretch(of events: UInt64) -> UInt64 {
        var length = spacing
        while events / length >= UInt64(count) { length *= 2 }
        return length
    }
}
