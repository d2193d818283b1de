public import EventStore

/// What one principal has used of its quotas.
public struct QuotaUse: Codable, Equatable, Sendable {
    /// The role of its latest task; nil for the operator.
    public internal(set) var role: String?
    /// Tasks that are not over, and those that a batch has still to begin.
    public internal(set) var openTasks = 0
    /// Seconds of video that these are expected to make.
    public internal(set) var openVideoSeconds = 0
    /// The day that the next two count for: days since 1970, UTC.
    public internal(set) var day = 0
    public internal(set) var tasks = 0
    /// Seconds of video that were made.
    public internal(set) var videoSeconds = 0
    /// Of the files of its tasks.
    public internal(set) var bytes = 0

    /// Begins a new day where it is one.
    mutating func turn(to today: Int) {
        guard today > day else { return }
        (day, tasks, videoSeconds) = (today, 0, 0)
    }

    /// With tasks that are asked for and that the log does not show yet.
    public mutating func add(_ charge: TaskCharge, on today: Int) {
        turn(to: today)
        tasks += charge.tasks
        open(charge.tasks, seconds: charge.videoSeconds)
    }

    /// Begins tasks, or ends them where `count` is negative.
    mutating func open(_ count: Int, seconds: Int) {
        openTasks += count
        openVideoSeconds += count * seconds
    }

    /// Nothing that anybody would miss tomorrow.
    func isIdle(on today: Int) -> Bool { openTasks <= 0 && bytes <= 0 && day < today }

    public static func day(of time: Timestamp) -> Int { Int(time.nanoseconds / 86_400_000_000_000) }

    static func secondOfDay(_ time: Timestamp) -> Int { Int(time.nanoseconds / 1_000_000_000) % 86_400 }
}
