import EventStore

extension PanelSource {
    static let taskSources: [PanelSource] =
        TaskState.allCases.map { state in
            .stat("tasks.\(state.rawValue)", "Tasks that are \(state.rawValue)") {
                Double($0[TaskBoard.self].counts[state] ?? 0)
            }
        } + [
            PanelSource("tasks.by_state", .table, "How many tasks are in which state") { models in
                let counts = models[TaskBoard.self].counts
                return table(
                    ["state", "tasks"],
                    TaskState.allCases.map { [.string($0.rawValue), .int(counts[$0] ?? 0)] })
            },
            PanelSource("tasks.unfinished", .list, "What is queued or being done, the oldest first") { models in
                ["items": .array(models[TaskBoard.self].unfinished.prefix(50).map { item($0, models) })]
            },
            PanelSource("tasks.latest", .list, "The latest tasks") { models in
                ["items": .array(models[TaskBoard.self].tasks(limit: 25).map { item($0, models) })]
            },
            PanelSource("tasks.failed_latest", .list, "The latest failures, with what to do about them") { models in
                ["items": .array(models[TaskBoard.self].tasks(state: .failed, limit: 20).map(failure))]
            },
            PanelSource("tasks.speed", .table, "Seconds a task of each kind takes here") { models in
                let speed = models[RenderSpeed.self]
                return table(
                    ["kind", "seconds", "measured"],
                    TaskKind.allCases.map {
                        [.string($0.rawValue), .rounded(speed.seconds(for: $0)), .bool(speed.isMeasured($0))]
                    })
            },
        ]

    private static func item(_ task: TaskStatus, _ models: ReadModels) -> JSON {
        .object(task.summary(now: models.time))
    }

    private static func failure(_ task: TaskStatus) -> JSON {
        [
            "task_id": .string(task.id), "tool": .string(task.tool), "finished_at": .optional(task.finishedAt),
            "error": task.failure?.json ?? .null, "position": .position(task.updated),
        ]
    }
}
