import EventStore

/// Sequences of events as clients, workers and mishaps might cause them: mostly sensible, sometimes not.
public struct RandomEvents {
    private var generator: SplitMix64

    public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// Events with irregular delays, of all kinds that the catalogue knows.
    public mutating func happenings(count: Int) -> [Happening] {
        (0..<count).map { _ in
            let event = next()
            return Happening(event, after: Double(pick(200)) / 10, metadata: metadata())
        }
    }

    private mutating func pick(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    private mutating func metadata() -> EventMetadata {
        EventMetadata(
            trace: TraceContext(
                traceID: TraceID(high: 1, low: UInt64(pick(3) + 1)), spanID: SpanID(UInt64(pick(20) + 1))),
            principal: pick(2) == 0 ? nil : "ann")
    }

    private mutating func next() -> any Event {
        switch pick(8) {
        case 0, 1: requestEvent()
        case 2, 3, 4: taskEvent()
        case 5: alertEvent()
        case 6: MetricsSampled(values: ["mcp.connections.active": Double(pick(200)), "process.memory.bytes": 1])
        default: otherEvent()
        }
    }

    private mutating func requestEvent() -> any Event {
        let request = "r\(pick(30))"
        let tool = "tool\(pick(4))"
        let seconds = Double(pick(9000)) / 1000
        switch pick(3) {
        case 0:
            return RequestReceived(
                request: request, transport: "http", revision: "2025-11-25", method: "tools/call", rpcID: "1",
                client: nil, params: ["name": .string(tool)])
        case 1:
            let outcomes: [ToolCompleted.Outcome] = [.success, .toolError, .error, .cancelled]
            return ToolCompleted(
                request: request, tool: tool, outcome: outcomes[pick(4)], result: .null, seconds: seconds)
        default:
            return RequestCompleted(
                request: request, method: "tools/call", errorCode: pick(3) == 0 ? -32602 : nil, seconds: seconds)
        }
    }

    private mutating func taskEvent() -> any Event {
        let number = pick(12)
        let task = number == 0 ? "batch_0" : "mcp_\(number)"
        let progress = Double(pick(120)) / 100
        switch pick(9) {
        case 0, 1:
            return TaskCreated(
                task: task, kind: number == 0 ? .batch : .video, tool: "create_video", input: [:],
                parent: number > 6 ? "batch_0" : nil, estimatedSeconds: 30)
        case 2: return TaskClaimed(task: task, worker: "w", attempt: pick(3) + 1)
        case 3: return TaskStageStarted(task: task, stage: "render")
        case 4: return TaskProgressed(task: task, stage: "render", progress: progress, message: "frame")
        case 5:
            return TaskStageCompleted(
                task: task, stage: "render", key: "k", outputs: [], result: ["video_seconds": 20],
                seconds: Double(pick(60)), cpuSeconds: 1)
        case 6: return TaskCompleted(task: task, result: [:], seconds: Double(pick(60)))
        case 7: return TaskFailed(task: task, stage: "render", code: "timed_out", message: "m", hint: nil)
        default: return TaskCancelled(task: task, reason: "")
        }
    }

    private mutating func alertEvent() -> any Event {
        let rule = "rule\(pick(4))"
        let since = ManualClock.start
        switch pick(5) {
        case 0:
            return AlertRuleSaved(
                name: rule, metric: pick(2) == 0 ? "mcp.operations.error" : "mcp.connections.active",
                condition: "> \(pick(150))", duration: Double(pick(60)), cooldown: 60, severity: "warning",
                enabled: pick(4) > 0)
        case 1: return AlertPending(rule: rule, value: 1, since: since)
        case 2:
            return AlertFired(
                rule: rule, metric: "m", condition: "> 0", severity: "info", value: 1, since: since, evidence: [])
        case 3: return AlertResolved(rule: rule, value: nil, hadFired: pick(2) == 0)
        default:
            return AlertNotified(rule: rule, handler: "log", status: "triggered", delivered: true, error: nil)
        }
    }

    private mutating func otherEvent() -> any Event {
        let instance = "i\(pick(3))"
        switch pick(5) {
        case 0: return ServiceStarted(instance: instance, version: "1", command: "serve", process: 1, address: nil)
        case 1: return ServiceStopped(instance: instance, reason: "asked")
        case 2:
            return ProjectionRebuildStarted(
                name: "models", reason: "damaged", position: .start, through: Position(UInt64(pick(99))))
        case 3:
            return ProjectionRebuildCompleted(name: "models", position: Position(UInt64(pick(99))), events: pick(99))
        default:
            return SpanEnded(
                name: "span", kind: .internal, parent: pick(2) == 0 ? nil : SpanID(UInt64(pick(20) + 1)),
                start: ManualClock.start, seconds: Double(pick(10)), status: .ok)
        }
    }
}
