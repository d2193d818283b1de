/// Adds up the series of a group, one after the other, at all steps at once.
struct Accumulator {
    private let operation: AggregationOperator
    private let dialect: Dialect
    /// The result so far, the stale marker where no series had a value.
    private var values: [Double]
    private var counts: [Double]
    private var means: [Double]
    /// Sums that keep what rounding loses, where the dialect wants them.
    private var sums: [KahanSum]

    init(_ operation: AggregationOperator, steps: Int, dialect: Dialect) {
        self.operation = operation
        self.dialect = dialect
        values = Array(repeating: .absent, count: steps)
        let zeros = [Double](repeating: 0, count: steps)
        counts = [.avg, .stddev, .stdvar].contains(operation) ? zeros : []
        means = operation == .stddev || operation == .stdvar ? zeros : []
        let keepsSums = dialect == .prometheus3 && (operation == .sum || operation == .avg)
        sums = keepsSums ? Array(repeating: KahanSum(), count: steps) : []
    }

    mutating func add(_ column: [Double]) {
        switch operation {
        case .sum: fold(column) { $0 + $1 }
        case .min: fold(column) { $0 > $1 || $0.isNaN ? $1 : $0 }
        case .max: fold(column) { $0 < $1 || $0.isNaN ? $1 : $0 }
        case .count: fold(column, first: { _ in 1 }) { count, _ in count + 1 }
        case .group: fold(column, first: { _ in 1 }) { one, _ in one }
        case .avg: addToMean(column)
        default: addToVariance(column)
        }
        guard !sums.isEmpty else { return }
        for (step, value) in column.enumerated() where value.isPresent { sums[step].add(value) }
    }

    @inline(__always)
    private mutating func fold(
        _ column: [Double], first: (Double) -> Double = { $0 }, _ body: (Double, Double) -> Double
    ) {
        values.withUnsafeMutableBufferPointer { values in
            for (step, value) in column.enumerated() where value.isPresent {
                values[step] = values[step].isAbsent ? first(value) : body(values[step], value)
            }
        }
    }

    /// The mean is brought forward, so that it does not overflow; an infinite one stays.
    private mutating func addToMean(_ column: [Double]) {
        for (step, value) in column.enumerated() where value.isPresent {
            counts[step] += 1
            guard values[step].isPresent else {
                values[step] = value
                continue
            }
            let mean = values[step]
            if mean.isInfinite && (value.isFinite || value.isInfinite && (mean > 0) == (value > 0)) { continue }
            values[step] = mean + (value / counts[step] - mean / counts[step])
        }
    }

    /// The squares of the distances from the mean (Welford's method).
    private mutating func addToVariance(_ column: [Double]) {
        for (step, value) in column.enumerated() where value.isPresent {
            counts[step] += 1
            guard values[step].isPresent else {
                values[step] = dialect == .prometheus3 && !value.isFinite ? .nan : 0
                means[step] = value
                continue
            }
            let delta = value - means[step]
            means[step] += delta / counts[step]
            values[step] += delta * (value - means[step])
        }
    }

    func result() -> [Double] {
        switch operation {
        case .stdvar: zip(values, counts).map { $0.isAbsent ? $0 : $0 / $1 }
        case .stddev: zip(values, counts).map { $0.isAbsent ? $0 : ($0 / $1).squareRoot() }
        case .sum where !sums.isEmpty: zip(values, sums).map { $0.isAbsent ? $0 : $1.finiteTotal }
        case .avg where !sums.isEmpty:
            values.indices.map { step in
                let sum = sums[step].total
                return values[step].isPresent && sum.isFinite ? sum / counts[step] : values[step]
            }
        default: values
        }
    }
}
