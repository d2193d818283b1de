/// The times of evaluation: `count` of them, `step` milliseconds apart, or as they are listed.
struct StepGrid: Equatable {
    let start: Int64
    let step: Int64
    let count: Int
    /// Nil where the steps are regular.
    private var times: [Int64]?

    init(start: Int64, step: Int64, count: Int) {
        self.start = start
        self.step = step
        self.count = count
    }

    /// Times in ascending order, no two the same.
    init(times: [Int64]) {
        self.init(start: times.first ?? 0, step: 1, count: times.count)
        self.times = times
    }

    /// A single time.
    init(at time: Int64) { self.init(start: time, step: 1, count: 1) }

    /// Every `step` from `start` up to `end`; as many as there can be where they cannot be counted.
    init(from start: Int64, to end: Int64, step: Int64) {
        let (span, overflows) = end.subtractingReportingOverflow(start)
        self.init(start: start, step: step, count: end < start ? 0 : overflows ? .max : Int(span / step) + 1)
    }

    @inline(__always)
    func time(_ index: Int) -> Int64 { times.map { $0[index] } ?? start &+ Int64(index) &* step }

    var end: Int64 { count == 0 ? start : time(count - 1) }
    var first: StepGrid { StepGrid(start: start, step: step, count: min(1, count)) }
    var isSingle: Bool { count == 1 }
}
