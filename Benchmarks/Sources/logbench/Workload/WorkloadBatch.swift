import EventStore

/// The kinds of events in the workload: those a busy service writes most.
enum EventKind: String, CaseIterable, Sendable {
    case requestReceived = "request.received"
    case requestCompleted = "request.completed"
    case toolCompleted = "tool.completed"
    case spanEnded = "span.ended"
    case metricsSampled = "metrics.sampled"
    case alertNotified = "alert.notified"
    case taskCreated = "task.created"
    case taskClaimed = "task.claimed"
    case taskStageStarted = "task.stage_started"
    case taskProgressed = "task.progressed"
    case taskStageCompleted = "task.stage_completed"
    case taskCompleted = "task.completed"

    /// The kind that is one in a hundred: what a filtered read looks for.
    static let rare = EventKind.alertNotified
}

/// One event of the workload: its kind and its fact as JSON.
struct WorkloadEvent: Sendable {
    let kind: EventKind
    let payload: [UInt8]
}

/// What a service would append at once: events of one stream with one envelope.
struct WorkloadBatch: Sendable {
    let stream: String
    /// The revision of the first event.
    let revision: UInt64
    let trace: TraceContext?
    let principal: String?
    /// When it happened, on the workload's own clock.
    let time: Timestamp
    let events: [WorkloadEvent]

    var metadata: EventMetadata { EventMetadata(trace: trace, principal: principal) }
}
