extension Evaluation {
    /// The newest sample of each series at each step, where it is recent enough and no stale marker.
    func newest(_ selector: VectorSelector, on grid: StepGrid, asTimes: Bool = false) throws -> [Column] {
        let references = self.references(selector.time, on: grid)
        let series = try select(selector, references, reach: options.lookback, hint: 0)
        let shortest = options.isLeftOpen ? options.lookback - 1 : options.lookback
        return try series.compactMap { series in
            let samples = try load(series, from: references.first &- options.lookback, to: references.last)
            try budget.charge(grid.count)
            let values = samples.newest(references, lookback: shortest, asTimes: asTimes)
            return values.map { Column(series.labels, $0) }
        }
    }

    /// What the source has for a selector, sorted by labels.
    func select(
        _ selector: VectorSelector, _ references: References, reach: Int64, hint range: Int64
    ) throws -> [SelectedSeries] {
        var hints = SeriesSelection.Hints()
        hints.step = references.grid.isSingle ? 0 : references.grid.step
        hints.range = range
        hints.function = surrounding.last ?? ""
        let from = references.first.subtractingReportingOverflow(reach)
        let selection = SeriesSelection(
            matchers: selector.matchers, from: from.overflow ? .min : from.partialValue, to: references.last,
            seriesLimit: budget.seriesLimit, hints: hints)
        let series = try source.select(selection)
        try budget.checkSeries(series.count)
        return series.sorted { $0.labels < $1.labels }
    }

    /// The samples of a series within a time; a source may have given more.
    func load(_ series: SelectedSeries, from: Int64, to: Int64) throws -> Samples {
        let samples = try series.load().within(from, to)
        try budget.charge(samples.count)
        return samples
    }
}

extension Samples {
    /// The value (or the time in seconds) of the newest sample at each reference; nil where there is none at all.
    func newest(_ references: References, lookback: Int64, asTimes: Bool) -> [Double]? {
        var hasAny = false
        let result = timestamps.withUnsafeBufferPointer { times in
            values.withUnsafeBufferPointer { values in
                [Double](unsafeUninitializedCapacity: references.grid.count) { result, count in
                    count = references.grid.count
                    var next = 0
                    for step in 0..<count {
                        let reference = references[step]
                        next = times.advance(next, past: reference)
                        var value = Double.absent
                        if next > 0, times[next - 1] >= reference &- lookback, values[next - 1].isPresent {
                            value = asTimes ? Double(times[next - 1]) / 1000 : values[next - 1]
                            hasAny = true
                        }
                        result.initializeElement(at: step, to: value)
                    }
                }
            }
        }
        return hasAny ? result : nil
    }
}

extension UnsafeBufferPointer<Int64> {
    /// The first place at or after `start` whose time is later than `time`; near ones are found first.
    @inline(__always)
    func advance(_ start: Int, past time: Int64) -> Int {
        var place = start
        let near = Swift.min(start + 16, count)
        while place < near {
            if self[place] > time { return place }
            place += 1
        }
        var end = count
        while place < end {
            let middle = (place + end) / 2
            if self[middle] > time { end = middle } else { place = middle + 1 }
        }
        return place
    }
}
