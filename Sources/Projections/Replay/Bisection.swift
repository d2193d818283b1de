public import EventStore
public import PromQL

/// Finds the first position of a log at which an expression in PromQL holds.
///
/// Samples come at whole events, so the answer is exact: no earlier position of the range gives a value. It looks at
/// every sample of the range once, at a step that no two samples are closer than, and then at single positions.
public struct Bisection: Sendable {
    public struct Found: Equatable, Sendable {
        public let position: Position
        public let time: Timestamp
        /// What the expression gives there.
        public let value: Double
        public let labels: String

        public var json: JSON {
            [
                "position": .int(Int(position.value)), "time": .string(time.iso8601), "value": .double(value),
                "labels": .string(labels),
            ]
        }
    }

    private let log: any EventLog
    private let series: SeriesHost
    private let options: QueryOptions

    public init(log: any EventLog, series: SeriesHost, options: QueryOptions = QueryOptions()) {
        self.log = log
        self.series = series
        self.options = options
    }

    /// - Parameters:
    ///   - expression: an instant vector, such as `mcp_operations_active > 10`; it holds where it gives a series.
    ///   - from: the first position that counts.
    ///   - to: the last.
    /// - Throws: a `ParseError` or `QueryError`; a `StorageError` of the log.
    public func first(_ expression: String, from: Position, to: Position) async throws -> Found? {
        let samples = try await samples(from: from, to: to)
        // The expression is monotone nowhere: each sample is a candidate, and the first that holds is the answer.
        for chunk in stride(from: 0, to: samples.count, by: Self.chunk).map({
            samples[$0..<min($0 + Self.chunk, samples.count)]
        }) {
            if let found = try await first(expression, among: chunk) { return found }
        }
        return nil
    }

    /// Asks for the moments of some samples in one query, all from one state: a later event changes no past sample.
    private func first(
        _ expression: String, among samples: ArraySlice<(position: Position, time: Timestamp)>
    ) async throws -> Found? {
        guard let last = samples.last else { return nil }
        return try await series.evaluate(asOf: last.position) { source in
            let engine = QueryEngine(source: source, options: options)
            let parsed = try Parser.parse(expression, dialect: options.dialect)
            guard !Task.isCancelled else { throw CancellationError() }
            guard let candidates = Self.candidates(try Self.moment(parsed, among: samples, engine), samples) else {
                return nil
            }
            for sample in candidates {
                guard !Task.isCancelled else { throw CancellationError() }
                let result = try engine.instant(parsed, at: sample.time.milliseconds)
                if let found = Self.holds(result, at: sample) { return found }
            }
            return nil
        }
    }

    /// What one query for all of them found.
    private enum Moment {
        case at(Int64)
        case never
        /// They must be asked for one by one: together they are too much, or one of them has no value.
        case unknown
    }

    private static func moment(
        _ expression: Expression, among samples: ArraySlice<(position: Position, time: Timestamp)>,
        _ engine: QueryEngine
    ) throws -> Moment {
        guard expression.type == .vector || expression.type == .scalar else { return .unknown }
        var times: [Int64] = []
        for sample in samples where sample.time.milliseconds > times.last ?? .min {
            times.append(sample.time.milliseconds)
        }
        do {
            let isScalar = expression.type == .scalar
            let moments = try engine.range(expression, at: times).compactMap { series in
                zip(series.samples.timestamps, series.samples.values).first { !isScalar || $1 != 0 && !$1.isNaN }?.0
            }
            return moments.min().map(Moment.at) ?? .never
        } catch let error as QueryError {
            switch error {
            case .timedOut, .cancelled: throw error
            default: return .unknown
            }
        }
    }

    /// The samples that are left to be asked for; nil where there is none.
    private static func candidates(
        _ moment: Moment, _ samples: ArraySlice<(position: Position, time: Timestamp)>
    ) -> ArraySlice<(position: Position, time: Timestamp)>? {
        switch moment {
        case .never: nil
        case .unknown: samples
        case .at(let time): samples.drop { $0.time.milliseconds < time }
        }
    }

    private static func holds(_ result: QueryResult, at sample: (position: Position, time: Timestamp)) -> Found? {
        switch result {
        case .vector(let values):
            return values.first.map {
                Found(position: sample.position, time: sample.time, value: $0.value, labels: $0.labels.description)
            }
        case .scalar(let value, _) where value != 0 && !value.isNaN:
            return Found(position: sample.position, time: sample.time, value: value, labels: "{}")
        default: return nil
        }
    }

    /// The events that bring samples.
    private func samples(
        from: Position, to: Position
    ) async throws(StorageError) -> [(position: Position, time: Timestamp)] {
        let types = [MetricsSampled.type, MetricsReceived.type].map { TypePattern($0.name) }
        let selection = Selection(types: types, through: to)
        var found: [(position: Position, time: Timestamp)] = []
        var place = Position(max(1, from.value) - 1)
        while true {
            let page = try await log.read(selection, after: place, limit: 1024)
            found += page.events.map { ($0.position, $0.time) }
            place = page.through
            if page.isLast { return found }
        }
    }

    private static let chunk = 4096
}
