import EventStore

/// `[limits.quotas]`, or a role's own quotas in it.
struct QuotaRecord: Equatable, Sendable {
    var openTasks = 200
    var tasksADay = 2000
    var videoSecondsADay = 14_400
    var diskMegabytes = 20_000

    var quotas: TaskQuotas {
        TaskQuotas(
            openTasks: openTasks, tasksADay: tasksADay, videoSecondsADay: videoSecondsADay,
            diskBytes: diskMegabytes * 1_000_000)
    }
}

extension Field where Record == QuotaRecord {
    static var all: [Field] {
        [
            Field("open_tasks", \.openTasks, .integer(1...100_000)),
            Field("tasks_a_day", \.tasksADay, .integer(1...10_000_000)),
            Field("video_seconds_a_day", \.videoSecondsADay, .integer(1...10_000_000)),
            Field("disk_megabytes", \.diskMegabytes, .integer(1...1_000_000_000)),
        ]
    }
}
