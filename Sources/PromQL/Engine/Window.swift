/// The samples of one series that a range vector has at one step; there is at least one.
struct Window {
    let times: UnsafeBufferPointer<Int64>
    let values: UnsafeBufferPointer<Double>
    /// The values directly before each fall within the window, where the function asked for them.
    let beforeFalls: UnsafeBufferPointer<Double>
    /// The bounds of the window and the time of evaluation, in milliseconds.
    let start: Int64
    let end: Int64
    let evaluation: Int64
    /// The scalars among the function's arguments, in their order.
    let first: Double
    let second: Double
    let dialect: Dialect

    @inline(__always)
    var count: Int { values.count }

    @inline(__always)
    var duration: Double { Double(end - start) / 1000 }
}

/// A function of a range vector: from a window to a value, or to none.
struct WindowFunction: Sendable {
    /// What it makes of a window; the stale marker is no value.
    let body: @Sendable (Window) -> Double
    /// Whether the falls of a counter are wanted.
    var needsFalls = false
    /// Whether the result is still the metric itself.
    var keepsName = false
    /// Work for a window of so many samples, in values; most functions visit each once.
    var isConstantTime = false
    /// The same for four windows at once, value for value, where that is faster.
    var four: (@Sendable (Window, Window, Window, Window) -> SIMD4<Double>)?
    /// Whether it is a difference extended to the bounds of its window, and which.
    var extrapolation: Rates.Kind?
    /// What is wrong with the scalar arguments.
    var fault: @Sendable (Double, Double) -> String? = { _, _ in nil }

    init(
        needsFalls: Bool = false, extrapolation: Rates.Kind? = nil, keepsName: Bool = false,
        isConstantTime: Bool = false,
        four: (@Sendable (Window, Window, Window, Window) -> SIMD4<Double>)? = nil,
        fault: @escaping @Sendable (Double, Double) -> String? = { _, _ in nil },
        _ body: @escaping @Sendable (Window) -> Double
    ) {
        self.body = body
        self.needsFalls = needsFalls
        self.keepsName = keepsName
        self.isConstantTime = isConstantTime
        self.four = four
        self.extrapolation = extrapolation
        self.fault = fault
    }
}
