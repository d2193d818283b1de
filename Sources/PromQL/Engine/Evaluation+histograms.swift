extension Evaluation {
    /// Quantiles of classic histograms: the series that differ in nothing but `le`.
    func histogramQuantile(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> [Column] {
        let quantile = try scalar(call.arguments[0], on: grid)
        let histograms = Self.histograms(try vector(call.arguments[1], on: grid))
        let tolerance = options.dialect == .prometheus3 ? 1e-12 : 0
        return try histograms.map { histogram in
            try budget.charge(grid.count)
            try budget.spend(histogram.buckets.count * grid.count)
            var buckets: [Quantile.Bucket] = []
            let values = (0..<grid.count).map { step -> Double in
                buckets.removeAll(keepingCapacity: true)
                for (bound, counts) in histogram.buckets where counts[step].isPresent {
                    buckets.append(Quantile.Bucket(bound: bound, count: counts[step]))
                }
                return buckets.isEmpty ? .absent : Quantile.of(&buckets, quantile[step], tolerance: tolerance)
            }
            return Column(histogram.labels, values)
        }.merged()
    }

    private struct Histogram {
        let labels: Labels
        /// Sorted by bound.
        var buckets: [(bound: Double, values: [Double])]
    }

    /// Series without a bound, or with one that is no number, belong to none.
    private static func histograms(_ columns: [Column]) -> [Histogram] {
        var places: [Labels: Int] = [:]
        var histograms: [Histogram] = []
        for column in columns {
            guard let bound = SampleText.parse(column.labels[Labels.bucketBound]) else { continue }
            let key = column.labels.dropping([Labels.bucketBound])
            if places[key] == nil {
                places[key] = histograms.count
                histograms.append(Histogram(labels: key.withoutName, buckets: []))
            }
            histograms[places[key, default: 0]].buckets.append((bound, column.values))
        }
        for place in histograms.indices { histograms[place].buckets.sort { $0.bound < $1.bound } }
        return histograms
    }

    /// Functions of native histograms skip all numbers, and a source has only numbers: their value is empty.
    func ofNativeHistograms(_ call: Expression.FunctionCall, on grid: StepGrid) throws -> Value {
        for argument in call.arguments { _ = try value(of: argument, on: grid) }
        return .vector([])
    }
}
