/// Windows of one series on their way to a function: four together where the function can do four at once.
///
/// Sums that keep their rounding errors are chains in which each step waits for the one before; four chains side by
/// side take as long as one.
struct PendingWindows {
    private let function: WindowFunction
    private var steps: [Int] = []
    private var windows: [Window] = []

    init(_ function: WindowFunction) { self.function = function }

    @inline(__always)
    mutating func evaluate(_ window: Window, at step: Int, into result: inout [Double]) {
        guard let four = function.four else {
            result[step] = function.body(window)
            return
        }
        steps.append(step)
        windows.append(window)
        guard windows.count == 4 else { return }
        let values = four(windows[0], windows[1], windows[2], windows[3])
        for lane in 0..<4 { result[steps[lane]] = values[lane] }
        steps.removeAll(keepingCapacity: true)
        windows.removeAll(keepingCapacity: true)
    }

    /// Evaluates what is left.
    mutating func finish(into result: inout [Double]) {
        for (step, window) in zip(steps, windows) { result[step] = function.body(window) }
        steps = []
        windows = []
    }
}
