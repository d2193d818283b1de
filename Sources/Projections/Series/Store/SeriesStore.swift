import EventStore

/// All series of a log, as a value: the fold of the rows that producers made of its events.
///
/// Every sample keeps the position of its event, so that any question can be answered as of any position: rows of
/// later events are passed over. Of two samples of one series and millisecond the first in the log counts; late ones
/// are put in order when they are read.
struct SeriesStore: Sendable {
    let limits: SeriesLimits
    var registry: SeriesRegistry
    var sources: [SourceTimeline] = []
    var sourceIDs: [String: SourceID] = [:]
    var nextBlock = 0
    /// The time of the last event, in milliseconds.
    private(set) var now = Int64.min
    /// Bytes of all sealed blocks.
    var sealedBytes = 0
    /// Sealed blocks that are no longer needed; their stored form may be removed.
    var removed: [BlockHeading] = []

    /// What sources beyond the limit share.
    private static let shared = "shared"

    init(_ limits: SeriesLimits) {
        self.limits = limits
        registry = SeriesRegistry(limits)
    }

    /// Adds the rows of one event, then seals, thins and drops what is due.
    mutating func append(_ rows: [SampleRow], at time: Timestamp) {
        now = max(now, time.milliseconds)
        var start = 0
        while start < rows.count {
            let name = rows[start].source
            let end = rows[start...].firstIndex { $0.source != name } ?? rows.count
            append(rows[start..<end], to: source(name))
            start = end
        }
    }

    private mutating func append(_ rows: ArraySlice<SampleRow>, to id: SourceID) {
        let place = Int(id)
        for row in rows {
            sealIfFull(id, before: row.time)
            let event = row.position.value
            sources[place].open.appendRow(time: row.time, position: event)
            sources[place].open.append(row.samples, event: event, of: id, &registry)
        }
        guard let last = rows.last, last.isWhole, sources[place].name == last.source else { return }
        sources[place].open.endMissing(event: last.position.value)
    }

    private mutating func source(_ name: String) -> SourceID {
        if let id = sourceIDs[name] { return id }
        if sources.count > limits.sources, let id = sourceIDs[Self.shared] { return id }
        let name = sources.count < limits.sources ? name : Self.shared
        let id = SourceID(sources.count)
        sources.append(SourceTimeline(name: name))
        sourceIDs[name] = id
        return id
    }

    private mutating func sealIfFull(_ id: SourceID, before time: Int64) {
        let open = sources[Int(id)].open
        guard open.rows > 0 else { return }
        let span = max(open.maxTime, time).subtractingReportingOverflow(min(open.minTime, time))
        let isFull =
            open.rows >= limits.blockRows || open.samples >= limits.blockSamples || span.overflow
            || span.partialValue > limits.blockSpan
        guard isFull else { return }
        seal(id)
        retain()
    }

    mutating func seal(_ id: SourceID) {
        let (minTime, maxTime) = (sources[Int(id)].open.minTime, sources[Int(id)].open.maxTime)
        let rows = sources[Int(id)].open.seal()
        let block = block(rows, number: nextBlock, level: 0, minTime, maxTime)
        guard let block else { return }
        nextBlock += 1
        sealedBytes += block.heading.bytes
        sources[Int(id)].blocks.append(block)
    }

    /// Nil for rows without samples.
    func block(_ rows: SealedRows, number: Int, level: Int, _ minTime: Int64, _ maxTime: Int64) -> SealedBlock? {
        guard let first = rows.positions.first, let last = rows.positions.last, !rows.columns.isEmpty else {
            return nil
        }
        let contents = BlockContents(rows)
        let heading = BlockHeading(
            number: number, level: level, rows: rows.times.count, samples: rows.samples, isSorted: rows.isSorted,
            minTime: minTime, maxTime: maxTime, firstPosition: first, lastPosition: last,
            bytes: contents.bytes.count, series: rows.columns.map(\.series))
        return SealedBlock(heading: heading, contents: contents)
    }
}
