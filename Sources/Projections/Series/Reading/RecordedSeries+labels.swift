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
        var result: [Labels] = []
        try visit(selectors, from: from, to: to, limit: limit) { result.append($0) }
        return result.sorted()
    }

    /// The same in no order, one after the other.
    private func visit(
        _ selectors: [[Matcher]], from: Int64, to: Int64, limit: Int, _ body: (Labels) -> Void
    ) throws {
        let ids = selectors.count == 1 ? index.matching(selectors[0]) : union(selectors)
        var count = 0
        for id in ids {
            guard let labels = index.labels(id), hasSamples(id, from, to) else { continue }
            guard count < limit else { throw SeriesError.tooMany(limit: limit) }
            count += 1
            body(labels)
        }
    }

    private func union(_ selectors: [[Matcher]]) -> [SeriesID] {
        selectors.isEmpty ? index.matching([]) : Set(selectors.flatMap(index.matching)).sorted()
    }

    private func anyHasSamples(_ ids: [SeriesID], _ from: Int64, _ to: Int64) -> Bool {
        ids.contains { hasSamples($0, from, to) }
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

    /// The names of the labels of ``series(_:from:to:limit:)``, sorted; without selectors there is no limit.
    public func labelNames(
        _ selectors: [[Matcher]] = [], from: Int64 = .min, to: Int64 = .max, limit: Int = .max
    ) throws -> [String] {
        if selectors.isEmpty {
            return index.labelNames.filter { index.values(of: $0).values.contains { anyHasSamples($0, from, to) } }
                .sorted()
        }
        var names: Set<String> = []
        try visit(selectors, from: from, to: to, limit: limit) { for pair in $0.pairs { names.insert(pair.name) } }
        return names.sorted()
    }

    /// The values of one label of ``series(_:from:to:limit:)``, sorted; without selectors there is no limit.
    public func labelValues(
        of name: String, _ selectors: [[Matcher]] = [], from: Int64 = .min, to: Int64 = .max, limit: Int = .max
    ) throws -> [String] {
        if selectors.isEmpty {
            return index.values(of: name).filter { anyHasSamples($0.value, from, to) }.keys.sorted()
        }
        var values: Set<String> = []
        try visit(selectors, from: from, to: to, limit: limit) { values.insert($0[name]) }
        values.remove("")
        return values.sorted()
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
