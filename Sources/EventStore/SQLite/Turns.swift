/// Threads that do one piece of work after another and can do more once the one under way is done: event loops.
///
/// What the connections of a loop ask for in one turn is then committed together, on the loop itself: waking the writer's
/// thread and being woken by it costs more than such a commit does.
public struct Turns: Sendable {
    let isUnderWay: @Sendable () -> Bool
    let atEnd: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// - Parameters:
    ///   - isUnderWay: whether the calling thread is one of them.
    ///   - atEnd: has work done on the calling thread, which is one of them, after what it is doing and had to do already.
    public init(
        isUnderWay: @escaping @Sendable () -> Bool, atEnd: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
    ) {
        self.isUnderWay = isUnderWay
        self.atEnd = atEnd
    }

    /// No thread has any.
    public static let none = Turns(isUnderWay: { false }, atEnd: { $0() })
}
