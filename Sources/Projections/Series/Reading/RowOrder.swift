/// How the times of rows that lie one after the other in the log go on.
enum RowOrder: Int, Comparable {
    /// Each later than the one before.
    case rising
    /// None earlier than the one before, some at the same millisecond.
    case level
    /// Some late.
    case mixed

    init(_ time: Int64, _ next: Int64) { self = time < next ? .rising : time == next ? .level : .mixed }

    init(_ times: ArraySlice<Int64>) {
        var order = RowOrder.rising
        for (time, next) in zip(times, times.dropFirst()) where time >= next {
            order = max(order, RowOrder(time, next))
        }
        self = order
    }

    static func < (left: RowOrder, right: RowOrder) -> Bool { left.rawValue < right.rawValue }
}
