import EventStore

/// Counts and durations of tasks and their stages, since the log began.
struct TaskTotals: Codable, Sendable {
    static let consumes: [any Event.Type] = [
        TaskCreated.self, TaskStageCompleted.self, TaskCompleted.self, TaskFailed.self, TaskCancelled.self,
    ]

    /// Tasks that may be open at once; beyond them the oldest is taken for lost.
    private static let openLimit = 10_000

    private struct Key: Codable, Hashable {
        let kind: String
        let outcome: String
    }

    private var open = RecentMap<String, TaskKind>(limit: openLimit)
    private var created: [String: Int] = [:]
    private var ended = BoundedTable<Key, Int>(limit: 100, other: Key(kind: "_OTHER", outcome: "_OTHER"))
    private var durations: [String: DurationTotals] = [:]
    private var stages = LabelTable(limit: 100, initial: DurationTotals())
    private var cpuSeconds = LabelTable(limit: 100, initial: 0.0)

    mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as TaskCreated:
            open[fact.task] = fact.kind
            created[fact.kind.rawValue, default: 0] += 1
        case let fact as TaskStageCompleted:
            let stage = Self.family(of: fact.stage)
            stages.update(stage) { $0.add(fact.seconds, in: event) }
            cpuSeconds.update(stage) { $0 += fact.cpuSeconds.isFinite ? max(0, fact.cpuSeconds) : 0 }
        case let fact as TaskCompleted:
            guard let kind = end(fact.task, "completed") else { return }
            durations[kind, default: DurationTotals()].add(fact.seconds, in: event)
        case let fact as TaskFailed: _ = end(fact.task, "failed")
        case let fact as TaskCancelled: _ = end(fact.task, "cancelled")
        default: break
        }
    }

    private mutating func end(_ task: String, _ outcome: String) -> String? {
        guard let kind = open[task]?.rawValue else { return nil }
        open[task] = nil
        ended.update(Key(kind: kind, outcome: outcome), initial: 0) { $0 += 1 }
        return kind
    }

    /// `segment-3` and `segment-4` are both segments.
    private static func family(of stage: String) -> String {
        var words = stage.split(separator: "-", omittingEmptySubsequences: false)
        while words.count > 1, let last = words.last, last.allSatisfy(\.isNumber) { words.removeLast() }
        return words.joined(separator: "-")
    }
}

extension TaskTotals {
    var families: [MetricFamily] {
        [
            MetricFamily(
                name: "tasks.created", kind: .counter, help: "Tasks that were asked for.",
                points: created.sorted { $0.key < $1.key }.map { Self.point(["kind": .string($0.key)], $0.value) }),
            MetricFamily(
                name: "tasks.ended", kind: .counter, help: "Tasks that ended, by how they did.",
                points: ended.ordered { ($0.kind, $0.outcome) < ($1.kind, $1.outcome) }.map {
                    Self.point(["kind": .string($0.kind), "outcome": .string($0.outcome)], $1)
                }),
            MetricFamily(
                name: "tasks.active", kind: .gauge, help: "Tasks that wait or are worked on.",
                points: TaskKind.allCases.map { kind in
                    Self.point(["kind": .string(kind.rawValue)], open.count { $0 == kind })
                }),
            MetricFamily(
                name: "tasks.duration", kind: .histogram, unit: "s",
                help: "Time from a completed task's creation to its end.",
                points: durations.sorted { $0.key < $1.key }.map { $0.value.point(["kind": .string($0.key)]) }),
            MetricFamily(
                name: "tasks.stage.duration", kind: .histogram, unit: "s", help: "Time that a stage took.",
                points: stages.ordered.map { $0.value.point(["stage": .string($0.label)]) }),
            MetricFamily(
                name: "tasks.stage.cpu", kind: .counter, unit: "s", help: "Processor time that a stage took.",
                points: cpuSeconds.ordered.map {
                    MetricPoint(labels: ["stage": .string($0.label)], value: .number(MetricNumber($0.value)))
                }),
        ]
    }

    private static func point(_ labels: JSONObject, _ count: Int) -> MetricPoint {
        MetricPoint(labels: labels, value: .number(MetricNumber(Double(count))))
    }
}
