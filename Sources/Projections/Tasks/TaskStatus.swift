public import EventStore

/// One task as its events tell it.
public struct TaskStatus: Codable, Equatable, Sendable {
    /// Why a task failed.
    public struct Failure: Codable, Equatable, Sendable {
        public let stage: String
        /// Stable, such as `invalid_input`.
        public let code: String
        public let message: String
        /// What to do about it.
        public let hint: String?
    }

    public let id: String
    public let kind: TaskKind
    /// The tool that asked for it.
    public let tool: String
    /// The tool's validated arguments.
    public let input: JSON
    /// The batch this task belongs to.
    public let parent: String?
    public let principal: String?
    public let trace: TraceID?
    /// Where `task.created` stands in the log: the order of the board.
    public let created: Position
    public let createdAt: Timestamp
    /// Seconds of work it was expected to take when it was created.
    public let estimatedSeconds: Double

    public internal(set) var state = TaskState.queued
    /// The tasks of this batch, in the order they were created.
    public internal(set) var children: [String] = []
    /// How many of this batch's tasks ended how.
    public internal(set) var childEnds: [TaskState: Int] = [:]
    /// Where its last event stands.
    public internal(set) var updated: Position
    public internal(set) var updatedAt: Timestamp
    public internal(set) var claimedAt: Timestamp?
    public internal(set) var finishedAt: Timestamp?
    public internal(set) var worker: String?
    /// 0 before the first claim.
    public internal(set) var attempt = 0
    public internal(set) var stage: String?
    public internal(set) var finishedStages: [FinishedStage] = []
    /// 0 to 1 over the whole task.
    public internal(set) var progress = 0.0
    public internal(set) var message: String?
    /// The reason given by whoever asked for the stop; the task may still be running.
    public internal(set) var cancelReason: String?
    public internal(set) var result: JSON?
    public internal(set) var failure: Failure?
    /// Wall-clock seconds of work, since the last claim, once complete.
    public internal(set) var seconds: Double?
    /// When its files were removed; nil while they are there.
    public internal(set) var filesRemovedAt: Timestamp?
    var pace: TaskPace

    init(_ fact: TaskCreated, at event: RecordedEvent) {
        id = fact.task
        kind = fact.kind
        tool = fact.tool
        input = fact.input
        parent = fact.parent
        principal = event.metadata.principal
        trace = event.metadata.trace?.traceID
        created = event.position
        createdAt = event.time
        estimatedSeconds = max(0, fact.estimatedSeconds)
        updated = event.position
        updatedAt = event.time
        pace = TaskPace(estimate: max(0, fact.estimatedSeconds), from: event.time)
    }

    /// The stage of that name among those finished; nil where it is not.
    public func finished(_ stage: String) -> FinishedStage? { finishedStages.last { $0.stage == stage } }

    /// When it should be done; nil once it is over.
    ///
    /// A queued task's estimate knows nothing of the tasks before it.
    public var estimatedCompletion: Timestamp? { state.isFinished ? nil : pace.completion }

    /// Seconds left at a moment of event time; nil once it is over.
    public func estimatedRemaining(at now: Timestamp) -> Double? {
        estimatedCompletion.map { max(0, $0.seconds(since: now)) }
    }
}
