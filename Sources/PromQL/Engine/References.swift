/// The times that a selector looks at: one for each step, or one for all.
struct References {
    let grid: StepGrid
    private let shift: Int64
    private let fixed: Int64?

    init(grid: StepGrid, offset: Int64, fixed: Int64?) {
        self.grid = grid
        shift = offset
        // A time that cannot be reckoned with is as good as the end of time.
        self.fixed = fixed.map { instant in
            let (shifted, overflows) = instant.subtractingReportingOverflow(offset)
            return overflows ? (instant < 0 ? .min / 4 : .max / 4) : max(.min / 4, min(.max / 4, shifted))
        }
    }

    @inline(__always)
    subscript(step: Int) -> Int64 { fixed ?? (grid.time(step) &- shift) }

    var first: Int64 { self[0] }
    var last: Int64 { self[max(0, grid.count - 1)] }
}
