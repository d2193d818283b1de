/// Evaluates expressions over a source of series.
///
/// It keeps nothing between queries, and works on the task that asks: long queries end with that task.
///
///     let engine = QueryEngine(source: store)
///     let result = try engine.range("sum by (tool) (rate(calls_total[5m]))", from: start, to: end, step: 15_000)
public struct QueryEngine: Sendable {
    private let source: any SeriesSource
    private let options: QueryOptions

    public init(source: any SeriesSource, options: QueryOptions = QueryOptions()) {
        self.source = source
        self.options = options
    }

    /// The value of `text` at `time`, in milliseconds since 1970.
    ///
    /// Throws a ``ParseError`` or a ``QueryError``, or what the source throws.
    public func instant(_ text: String, at time: Int64) throws -> QueryResult {
        try instant(parse(text), at: time)
    }

    /// The value of an expression that has been read before.
    public func instant(_ expression: Expression, at time: Int64) throws -> QueryResult {
        let grid = StepGrid(at: time)
        let evaluation = Evaluation(source: source, options: options, grid: grid)
        if expression.type == .matrix { return .matrix(try evaluation.samples(of: expression)) }
        switch try evaluation.value(of: expression, on: grid) {
        case .scalar(let scalar): return .scalar(scalar[0], at: time)
        case .string(let string): return .string(string, at: time)
        case .vector(let columns):
            return .vector(
                columns.compactMap { column in
                    column.values[0].isAbsent
                        ? nil : InstantSample(labels: column.labels, timestamp: time, value: column.values[0])
                })
        }
    }

    /// The values of `text` at every `step` milliseconds from `start` to `end`, both in milliseconds since 1970.
    ///
    /// Throws a ``ParseError`` or a ``QueryError``, or what the source throws.
    public func range(_ text: String, from start: Int64, to end: Int64, step: Int64) throws -> [RangeSeries] {
        try range(parse(text), from: start, to: end, step: step)
    }

    /// The values of an expression that has been read before.
    public func range(
        _ expression: Expression, from start: Int64, to end: Int64, step: Int64
    ) throws -> [RangeSeries] {
        try values(of: expression, on: try checkedGrid(expression, start, end, step))
    }

    /// The values of an expression at given times, in milliseconds since 1970, ascending and each once.
    ///
    /// Each is what ``instant(_:at:)`` gives at that time.
    public func range(_ expression: Expression, at times: [Int64]) throws -> [RangeSeries] {
        guard times.count <= options.limits.steps else { throw QueryError.tooManySteps(limit: options.limits.steps) }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw QueryError.badRequest("times must ascend")
        }
        return times.isEmpty ? [] : try values(of: expression, on: StepGrid(times: times))
    }

    private func values(of expression: Expression, on grid: StepGrid) throws -> [RangeSeries] {
        let evaluation = Evaluation(source: source, options: options, grid: grid)
        let times = (0..<grid.count).map(grid.time)
        switch try evaluation.value(of: expression, on: grid) {
        case .scalar(let scalar):
            return [
                RangeSeries(
                    labels: .none, samples: Samples(timestamps: times, values: times.indices.map { scalar[$0] }))
            ]
        case .string: return []
        case .vector(let columns):
            return columns.compactMap { column in
                let samples = column.samples(times)
                return samples.isEmpty ? nil : RangeSeries(labels: column.labels, samples: samples)
            }.sorted { $0.labels < $1.labels }
        }
    }

    private func parse(_ text: String) throws(ParseError) -> Expression {
        try Parser.parse(text, dialect: options.dialect, limits: options.limits.parser)
    }

    private func checkedGrid(
        _ expression: Expression, _ start: Int64, _ end: Int64, _ step: Int64
    ) throws(QueryError) -> StepGrid {
        guard step > 0 else {
            let fault = "zero or negative query resolution step widths are not accepted. Try a positive integer"
            throw .badRequest(fault)
        }
        guard end >= start else { throw .badRequest("end timestamp must not be before start time") }
        let type = expression.type
        guard type == .vector || type == .scalar else {
            let name = Quoting.quoted(type.documentedName)
            throw .badRequest("invalid expression type \(name) for range query, must be Scalar or instant Vector")
        }
        let (span, overflows) = end.subtractingReportingOverflow(start)
        guard !overflows, span / step <= Int64(options.limits.steps) else {
            throw .tooManySteps(limit: options.limits.steps)
        }
        return StepGrid(from: start, to: end, step: step)
    }
}

extension Column {
    /// The values that are there, with their times.
    func samples(_ times: [Int64]) -> Samples {
        guard values.contains(where: \.isAbsent) else { return Samples(timestamps: times, values: values) }
        var samples = Samples()
        for (step, value) in values.enumerated() where value.isPresent {
            samples.timestamps.append(times[step])
            samples.values.append(value)
        }
        return samples
    }
}
