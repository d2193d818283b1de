public import EventStore

/// How many events came when, over the whole log, in at most ``slotLimit`` slots of one length.
///
/// The length doubles when the log outgrows it. Looks at envelopes only.
public struct LogTimeline: EnvelopeProjection {
    public static let name = "log_timeline"
    public static let version = 1
    public static let consumes = Catalogue.standard.all

    /// Slots at most; half as many at least, once the log is that many seconds old.
    public static let slotLimit = 240

    /// Nil for an empty log.
    public private(set) var firstTime: Timestamp?
    public private(set) var lastTime: Timestamp?
    public private(set) var last = Position.start
    /// Of one slot, the first beginning at ``start``.
    public private(set) var seconds = 1
    /// Events of each slot, the oldest first.
    public private(set) var counts: [Int] = []
    /// Since 1970, in slots.
    private var firstSlot = 0

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        let second = Int(event.time.nanoseconds / 1_000_000_000)
        if firstTime == nil {
            firstTime = event.time
            firstSlot = second
        }
        lastTime = event.time
        last = event.position
        while second / seconds - firstSlot >= Self.slotLimit { coarsen() }
        let slot = max(0, second / seconds - firstSlot)
        while counts.count <= slot { counts.append(0) }
        counts[slot] += 1
    }

    /// Where the first slot begins.
    public var start: Timestamp? {
        firstTime == nil ? nil : Timestamp(nanoseconds: Int64(firstSlot) * Int64(seconds) * 1_000_000_000)
    }

    /// Makes one slot of two; they begin at multiples of their length, so the first may stand alone.
    private mutating func coarsen() {
        var merged: [Int] = []
        for (index, count) in counts.enumerated() {
            let slot = (firstSlot + index) / 2 - firstSlot / 2
            while merged.count <= slot { merged.append(0) }
            merged[slot] += count
        }
        counts = merged
        firstSlot /= 2
        seconds *= 2
    }
}
