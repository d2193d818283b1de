public import EventStore
public import PromQL

extension RecordedSeries {
    /// The label sets that satisfy any of the lists of matchers (none: all) and have samples within the time.
    ///
    /// Exact as of the position; the time is told by blocks, whose samples are not looked at.
    ///
    /// - Throws: ``SeriesError/tooMany(limit:)``.
    public func series(
        _ selectors: [[Matcher]], from: Int64 = .min, to: Int64 = .max, limit: Int = .max
    ) throws -> [Labels] {
        let ids = selectors.isEmpty ? index.matching([]) : Set(selectors.flatMap(index.matching)).sorted()
        var result: [Labels] = []
        for id in ids {
            guard let labels = index.labels(id), hasSamples(id, from, to) else { continue }
            guard result.count < limit else { throw SeriesError.tooMany(limit: limit) }
            result.append(labels)
        }
        return result.sorted()
    }

    /// Told by the headings of blocks: a block that overlaps with the time is taken for its samples.
    private func hasSamples(_ id: SeriesID, _ from: Int64, _ to: Int64) -> Bool {
        guard index.isKnown(id, at: position.value) else { return false }
        return index.sources(of: id).contains { source in
            let (open, blocks) = (sources[Int(source)].open, sources[Int(source)].blocks)
            if open.minTime <= to, open.maxTime >= from, let place = open.places[id], open.columns[place].samples > 0 {
                return true
            }
            return blocks.contains { block in
                let heading = block.heading
                return heading.minTime <= to && heading.maxTime >= from
                    && heading.firstPosition <= position.value && heading.column(id) != nil
            }
        }
    }

    /// The names of the labels of ``series(_:from:to:limit:)``, sorted.
    public func labelNames(_ selectors: [[Matcher]] = [], from: Int64 = .min, to: Int64 = .max) throws -> [String] {
        Set(try series(selectors, from: from, to: to).flatMap { $0.pairs.map(\.name) }).sorted()
    }

    /// The values of one label of ``series(_:from:to:limit:)``, sorted.
    public func labelValues(
        of name: String, _ selectors: [[Matcher]] = [], from: Int64 = .min, to: Int64 = .max
    ) throws -> [String] {
        Set(try series(selectors, from: from, to: to).map { $0[name] }).filter { !$0.isEmpty }.sorted()
    }

    /// The events that say the sample of a series at exactly `time`, the one that counts first.
    public func evidence(for labels: Labels, at time: Int64) throws -> [Position] {
        let matchers = labels.pairs.map { Matcher($0.name, equals: $0.value) }
        guard let id = index.matching(matchers).first(where: { index.labels($0) == labels }) else { return [] }
        var slices = Slices(self, from: time, to: time)
        let homes = try slices.homes(of: id)
        try slices.check()
        return Self.merged(id, homes).filter { $0.time == time }.map { Position($0.position) }
    }

    /// What an answer from `from` on should say of itself: that a part of it is thinned history.
    public func notes(from: Int64, to: Int64 = .max) -> [String] {
        let thinned = sources.contains { source in
            source.blocks.contains { $0.heading.level > 0 && $0.heading.maxTime >= from && $0.heading.minTime <= to }
        }
        guard thinned else { return [] }
        return ["older samples are thinned to the last of every \(limits.thinnedStep / 1000) seconds"]
    }
}
