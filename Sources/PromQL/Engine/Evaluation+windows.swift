extension Evaluation {
    /// Applies a function to the windows of a range vector.
    func windows(
        _ call: Expression.FunctionCall, _ function: Function, _ window: WindowFunction, on grid: StepGrid
    ) throws -> [Column] {
        var vector: RangeVector?
        var scalars: [ScalarColumn] = []
        for argument in call.arguments {
            if argument.type == .matrix {
                vector = try rangeVector(argument, on: grid)
            } else {
                scalars.append(try scalar(argument, on: grid))
            }
        }
        guard let vector else { throw QueryError.execution("a range vector is expected") }
        if let kind = window.extrapolation { return try extrapolated(vector, kind, on: grid) }
        while scalars.count < 2 { scalars.append(.constant(0)) }
        return try vector.series.compactMap { series -> Column? in
            let samples = try vector.load(series, self)
            guard !samples.isEmpty else { return nil }
            try budget.charge(grid.count)
            let sweep = WindowSweep(vector: vector, scalars: scalars, dialect: options.dialect, budget: budget)
            return try sweep.run(samples, window).map {
                Column(window.keepsName ? series.labels : series.labels.withoutName, $0)
            }
        }.distinct()
    }
}

extension Evaluation {
    /// `rate`, `increase` and `delta`: series with the same times share a plan.
    private func extrapolated(_ vector: RangeVector, _ kind: Rates.Kind, on grid: StepGrid) throws -> [Column] {
        var plan: ExtrapolationPlan?
        return try vector.series.compactMap { series -> Column? in
            let samples = try vector.load(series, self)
            guard !samples.isEmpty else { return nil }
            try budget.charge(grid.count)
            if plan?.fits(samples.timestamps) != true {
                plan = ExtrapolationPlan(samples.timestamps, vector, kind, options.dialect)
            }
            return plan?.run(samples.values).map { Column(series.labels.withoutName, $0) }
        }.distinct()
    }
}

/// Moves a window over the samples of one series, from step to step.
struct WindowSweep {
    let vector: RangeVector
    let scalars: [ScalarColumn]
    let dialect: Dialect
    let budget: Budget

    /// The values of all steps; nil where no step has one.
    func run(_ samples: Samples, _ function: WindowFunction) throws -> [Double]? {
        let falls = function.needsFalls ? Falls(samples.values) : Falls([])
        var result = [Double](repeating: .absent, count: vector.references.grid.count)
        try samples.timestamps.withUnsafeBufferPointer { times in
            try samples.values.withUnsafeBufferPointer { values in
                try falls.before.withUnsafeBufferPointer { before in
                    var state = Bounds()
                    var pending = PendingWindows(function)
                    for step in result.indices {
                        let end = vector.references[step]
                        let start = end &- vector.duration
                        state.low = times.advance(state.low, past: dialect == .prometheus3 ? start : start &- 1)
                        state.high = times.advance(max(state.low, state.high), past: end)
                        guard state.low < state.high else { continue }
                        if function.needsFalls { state.moveFalls(falls) }
                        let window = Window(
                            times: UnsafeBufferPointer(rebasing: times[state.low..<state.high]),
                            values: UnsafeBufferPointer(rebasing: values[state.low..<state.high]),
                            beforeFalls: UnsafeBufferPointer(rebasing: before[state.firstFall..<state.lastFall]),
                            start: start, end: end, evaluation: vector.references.grid.time(step),
                            first: scalars[0][step], second: scalars[1][step], dialect: dialect)
                        if let fault = function.fault(window.first, window.second) { throw QueryError.execution(fault) }
                        pending.evaluate(window, at: step, into: &result)
                        try budget.spend(function.isConstantTime ? 1 : window.count)
                    }
                    pending.finish(into: &result)
                }
            }
        }
        return result.contains(where: \.isPresent) ? result : nil
    }

    /// The samples and falls within the window: from the first to before the last.
    private struct Bounds {
        var low = 0
        var high = 0
        var firstFall = 0
        var lastFall = 0

        /// A fall counts where both the sample and the one before it are within.
        mutating func moveFalls(_ falls: Falls) {
            while firstFall < falls.places.count, falls.places[firstFall] <= low { firstFall += 1 }
            lastFall = max(firstFall, lastFall)
            while lastFall < falls.places.count, falls.places[lastFall] < high { lastFall += 1 }
        }
    }
}

/// Where values fall below the one before: there a counter has begun anew.
struct Falls {
    private(set) var places: [Int] = []
    /// The value before each fall.
    private(set) var before: [Double] = []

    init(_ values: [Double]) {
        values.withUnsafeBufferPointer { values in
            var start = 1
            while start < values.count {
                // Falls are rare: a stretch is looked at as a whole first.
                let end = min(start + 64, values.count)
                var falls = 0
                for place in start..<end { falls &+= values[place] < values[place &- 1] ? 1 : 0 }
                if falls > 0 { add(values, start..<end) }
                start = end
            }
        }
    }

    private mutating func add(_ values: UnsafeBufferPointer<Double>, _ range: Range<Int>) {
        for place in range where values[place] < values[place - 1] {
            places.append(place)
            before.append(values[place - 1])
        }
    }
}
