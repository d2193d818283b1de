public import EventStore

/// The quotas, by the names that clients and dashboards see.
public enum Quota: String, CaseIterable, Sendable {
    case diskBytes = "disk-bytes"
    case videoSecondsADay = "video-seconds-a-day"
    case tasksADay = "tasks-a-day"
    case openTasks = "open-tasks"

    /// How much of it there is.
    public func limit(in quotas: TaskQuotas) -> Int {
        switch self {
        case .diskBytes: quotas.diskBytes
        case .videoSecondsADay: quotas.videoSecondsADay
        case .tasksADay: quotas.tasksADay
        case .openTasks: quotas.openTasks
        }
    }

    /// How much of it a principal has used.
    public func used(in use: QuotaUse, on day: Int) -> Int {
        switch self {
        case .diskBytes: use.bytes
        case .videoSecondsADay: use.openVideoSeconds + (use.day == day ? use.videoSeconds : 0)
        case .tasksADay: use.day == day ? use.tasks : 0
        case .openTasks: use.openTasks
        }
    }

    /// How much of it a new task takes; of the disk that shows only when it is done.
    public func asked(by charge: TaskCharge) -> Int {
        switch self {
        case .diskBytes: 0
        case .videoSecondsADay: charge.tasks * charge.videoSeconds
        case .tasksADay, .openTasks: charge.tasks
        }
    }

    /// Seconds after which some of it is there again; nil where that is not for time to say.
    func retrySeconds(at now: Timestamp) -> Double? {
        switch self {
        case .diskBytes: nil
        case .videoSecondsADay, .tasksADay: Double(86_400 - QuotaUse.secondOfDay(now))
        case .openTasks: 10
        }
    }
}
