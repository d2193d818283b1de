/// A range vector as an argument: series of samples, and the window that each step sees of them.
struct RangeVector {
    let series: [SelectedSeries]
    /// Where the windows end.
    let references: References
    /// Milliseconds of a window.
    let duration: Int64

    /// The samples of a series within all windows together, without stale markers.
    func load(_ series: SelectedSeries, _ evaluation: Evaluation) throws -> Samples {
        let (first, overflows) = references.first.subtractingReportingOverflow(duration)
        return try evaluation.load(series, from: overflows ? .min : first, to: references.last).withoutMarkers
    }
}

extension Evaluation {
    /// A selector with a range, or a subquery.
    func rangeVector(_ expression: Expression, on grid: StepGrid) throws -> RangeVector {
        switch expression.unwrapped {
        case .matrix(let selector):
            let references = self.references(selector.vector.time, on: grid)
            let series = try select(selector.vector, references, reach: selector.duration, hint: selector.duration)
            return RangeVector(series: series, references: references, duration: selector.duration)
        case .subquery(let subquery):
            let references = self.references(subquery.time, on: grid)
            let series = try self.series(of: subquery, references)
            return RangeVector(series: series, references: references, duration: subquery.duration)
        default: throw QueryError.execution("a range vector is expected")
        }
    }

    /// Evaluates the operand at every multiple of the step within all windows together.
    private func series(of subquery: Subquery, _ references: References) throws -> [SelectedSeries] {
        let step = subquery.step ?? options.subqueryStep
        let (earliest, overflows) = references.first.subtractingReportingOverflow(subquery.duration)
        guard !overflows else { throw QueryError.execution("the subquery begins before time does") }
        var start = step * (earliest / step)
        if start < earliest || options.isLeftOpen && start == earliest { start += step }
        let grid = StepGrid(from: start, to: references.last, step: step)
        guard grid.count > 0 else { return [] }
        try budget.charge(grid.count)
        let columns = try vector(subquery.operand, on: grid)
        // All series share the times of the steps. They are made last, when the limits have let everything pass.
        let times = (0..<grid.count).map(grid.time)
        return columns.compactMap { column in
            let samples = column.samples(times)
            return samples.isEmpty ? nil : SelectedSeries(labels: column.labels, samples: samples)
        }
    }

    /// The samples of a range vector that is the whole of an instant query.
    func samples(of expression: Expression) throws -> [RangeSeries] {
        let vector = try rangeVector(expression, on: StepGrid(at: queryStart))
        return try vector.series.compactMap { series in
            var samples = try vector.load(series, self)
            if options.isLeftOpen { samples = samples.within(vector.references.first - vector.duration + 1, .max) }
            guard !samples.isEmpty else { return nil }
            return RangeSeries(labels: series.labels, samples: samples)
        }
    }
}
