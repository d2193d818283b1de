/// How much of the service one principal may have.
public struct TaskQuotas: Codable, Hashable, Sendable {
    /// Tasks that are not over.
    public var openTasks: Int
    /// Tasks asked for in a day, which begins at midnight UTC.
    public var tasksADay: Int
    /// Seconds of video in a day: those made, and those that open tasks are expected to make.
    public var videoSecondsADay: Int
    /// Bytes of the files of all its tasks.
    public var diskBytes: Int

    public init(openTasks: Int, tasksADay: Int, videoSecondsADay: Int, diskBytes: Int) {
        self.openTasks = openTasks
        self.tasksADay = tasksADay
        self.videoSecondsADay = videoSecondsADay
        self.diskBytes = diskBytes
    }

    enum CodingKeys: String, CodingKey {
        case openTasks = "open_tasks"
        case tasksADay = "tasks_a_day"
        case videoSecondsADay = "video_seconds_a_day"
        case diskBytes = "disk_bytes"
    }
}
