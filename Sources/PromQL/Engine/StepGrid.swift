/// The times of evaluation: `count` of them, `step` milliseconds apart.
struct StepGrid: Equatable {
    let start: Int64
    let step: Int64
    let count: Int

    init(start: Int64, step: Int64, count: Int) {
        self.start = start
        self.step = step
        self.count = count
    }

    /// A single time.
    init(at time: Int64) { self.init(start: time, step: 1, count: 1) }

    /// Every `step` from `start` up to `end`; as many as there can be where they cannot be counted.
    init(from start: Int64, to end: Int64, step: Int64) {
        let (span, overflows) = end.subtractingReportingOverflow(start)
        self.init(start: start, step: step, count: end < start ? 0 : overflows ? .max : Int(span / step) + 1)
    }

    @inline(__always)
    func time(_ index: Int) -> Int64 { start &+ Int64(index) &* step }

    var end: Int64 { time(max(0, count - 1)) }
    var first: StepGrid { StepGrid(start: start, step: step, count: min(1, count)) }
    var isSingle: Bool { count == 1 }
}
