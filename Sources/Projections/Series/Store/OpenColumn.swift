import PromQL

/// One series within a block that still grows: packed strips, and the values of the last strip as they came.
struct OpenColumn: Sendable {
    let series: SeriesID
    let labels: Labels
    /// Whether it stands for series beyond the limits, whose totals it adds up.
    let isOverflow: Bool
    /// The strip in which it begins; those before it have no value of it.
    private(set) var firstStrip = 0
    /// Finished strips, followed by the slack that unpacking wants.
    private(set) var packed: [UInt8] = []
    /// The strip after the packed ones, where it has values: as many as `presence` has rows.
    private(set) var tail: [Double] = []
    private(set) var presence = Presence()
    private(set) var tailStrip = 0
    /// The last event that had a value of it, 0 where the series ended.
    var lastEvent: UInt64 = 0
    private(set) var samples = 0

    init(series: SeriesID, labels: Labels, isOverflow: Bool) {
        self.series = series
        self.labels = labels
        self.isOverflow = isOverflow
    }

    /// As it was stored; `packed` without the slack.
    init(
        series: SeriesID, labels: Labels, isOverflow: Bool, firstStrip: Int, packed: [UInt8], tail: [Double],
        presence: Presence, tailStrip: Int, lastEvent: UInt64, samples: Int
    ) {
        self.init(series: series, labels: labels, isOverflow: isOverflow)
        self.firstStrip = firstStrip
        self.packed = packed.isEmpty ? [] : packed + [UInt8](repeating: 0, count: BitPacking.slack)
        self.tail = tail
        self.presence = presence
        self.tailStrip = tailStrip
        self.lastEvent = lastEvent
        self.samples = samples
    }

    /// The same series at the beginning of the next block.
    var emptied: OpenColumn {
        var next = OpenColumn(series: series, labels: labels, isOverflow: isOverflow)
        next.lastEvent = lastEvent
        return next
    }

    var packedBytes: Int { max(0, packed.count - BitPacking.slack) }

    /// Adds the value of a row, and gives whether it counts: of two values in one row the first does, but overflowing
    /// totals are added up, and of overflowing readings the last counts.
    mutating func append(_ value: Double, row: Int, isTotal: Bool) -> Bool {
        let strip = row / Strip.rows
        let place = row % Strip.rows
        if strip != tailStrip || samples == 0 { move(to: strip) }
        guard !presence[place] else {
            if isOverflow { tail[tail.count - 1] = isTotal ? tail[tail.count - 1] + value : value }
            return false
        }
        if tail.isEmpty { tail.reserveCapacity(Strip.rows) }
        presence[place] = true
        tail.append(value)
        samples += 1
        return true
    }

    /// Packs the last strip of a block of so many rows.
    mutating func finish(rows: Int) {
        guard samples > 0, !tail.isEmpty else { return }
        pack(rows: min(Strip.rows, rows - tailStrip * Strip.rows))
    }

    private mutating func move(to strip: Int) {
        if samples == 0 {
            firstStrip = strip
        } else {
            pack(rows: Strip.rows)
            for _ in tailStrip + 1..<max(tailStrip + 1, strip) { addStrip { Strip.appendAbsent(to: &$0) } }
        }
        tailStrip = strip
    }

    private mutating func pack(rows: Int) {
        let (values, presence) = (tail, presence)
        addStrip { Strip.append(values, presence, rows: rows, to: &$0) }
        tail = []
        self.presence = Presence()
    }

    private mutating func addStrip(_ add: (inout [UInt8]) -> Void) {
        packed.removeLast(min(packed.count, BitPacking.slack))
        add(&packed)
        packed.append(contentsOf: repeatElement(0, count: BitPacking.slack))
    }
}
