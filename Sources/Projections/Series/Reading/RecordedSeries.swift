public import EventStore
public import PromQL

/// The series of a log as they were at a position: what an engine reads from.
///
/// A value that later events do not change. Two of one log and position give the same answers, whenever they were made.
public struct RecordedSeries: SeriesSource {
    /// Every event up to here is included, and none after.
    public let position: Position
    let index: SeriesIndex
    let sources: [SourceTimeline]
    let limits: SeriesLimits
    let cache: BlockCache
    /// Blocks that were read for this one alone.
    var pinned: [String: BlockContents] = [:]

    /// The series that match and have samples within the time, with samples within it alone.
    public func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
        let found = index.matching(selection.matchers)
        var slices = Slices(self, from: selection.from, to: selection.to)
        var result: [SelectedSeries] = []
        result.reserveCapacity(found.count)
        for id in found {
            guard let labels = index.labels(id), index.isKnown(id, at: position.value) else { continue }
            let homes = try slices.homes(of: id)
            guard !homes.isEmpty else { continue }
            guard result.count < selection.seriesLimit else {
                throw QueryError.tooManySeries(limit: selection.seriesLimit)
            }
            let (from, to) = (selection.from, selection.to)
            result.append(SelectedSeries(labels: labels) { Self.samples(of: id, in: homes, from, to) })
        }
        try slices.check()
        return result
    }

    /// In the order of time, of two at one millisecond the first in the log.
    private static func samples(of id: SeriesID, in homes: [SourceSlice], _ from: Int64, _ to: Int64) -> Samples {
        if homes.count == 1, homes[0].order == .rising { return homes[0].samples(of: id) }
        if homes.count == 1, homes[0].order == .level { return firsts(of: homes[0].samples(of: id)) }
        var samples = Samples()
        for located in merged(id, homes) where located.time >= from && located.time <= to {
            if samples.timestamps.last == located.time { continue }
            samples.timestamps.append(located.time)
            samples.values.append(located.value)
        }
        return samples
    }

    /// Of samples at one millisecond the first.
    private static func firsts(of samples: Samples) -> Samples {
        let times = samples.timestamps
        let kept = times.indices.filter { $0 == 0 || times[$0] != times[$0 - 1] }
        guard kept.count < times.count else { return samples }
        return Samples(timestamps: kept.map { times[$0] }, values: kept.map { samples.values[$0] })
    }

    static func merged(_ id: SeriesID, _ homes: [SourceSlice]) -> [SourceSlice.Located] {
        let all = homes.flatMap { $0.located(id) }.enumerated()
        return all.sorted {
            ($0.element.time, $0.element.position, $0.offset) < ($1.element.time, $1.element.position, $1.offset)
        }.map(\.element)
    }
}
