import EventStore

extension PanelSource {
    static let logSources: [PanelSource] = [
        .stat("log.position", "The last position") { Double($0.position.value) },
        .stat("log.bytes", "Bytes of events before compression") { Double($0[LogStatistics.self].total.bytes) },
        .stat("log.bytes_per_event", "Mean bytes of an event before compression") {
            let total = $0[LogStatistics.self].total
            return total.events == 0 ? nil : Double(total.bytes) / Double(total.events)
        },
        .stat("log.age", "Seconds from the first event to the last") { models in
            models[LogStatistics.self].firstTime.flatMap { first in models.time?.seconds(since: first) }
        },
        PanelSource("log.by_type", .table, "Events and bytes by type") { models in
            table(
                ["type", "events", "bytes"],
                models[LogStatistics.self].types.map {
                    [.string($0.type.name), .int($0.amount.events), .int($0.amount.bytes)]
                })
        },
        PanelSource("log.rebuilds", .table, "Read models that were folded anew, and why") { models in
            table(
                ["name", "reason", "position", "through", "started_at", "completed_at"],
                models[ServiceStatus.self].rebuilds.map {
                    [
                        .string($0.name), .string($0.reason), .position($0.position), .position($0.through),
                        .optional($0.startedAt), .optional($0.completedAt),
                    ]
                })
        },
        PanelSource("log.latest", .list, "The latest events") { models in
            let items: [JSON] = models[LogStatistics.self].latest.map {
                [
                    "position": .position($0.position), "time": .string($0.time.iso8601),
                    "type": .string($0.type.name), "stream": .string($0.stream.text),
                ]
            }
            return ["items": .array(items)]
        },
    ]
}
