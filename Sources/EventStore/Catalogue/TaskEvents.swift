/// The life of a task: one piece of work that a tool asked for and a worker does.
///
/// Stream `task-<id>`.
///
/// created → claimed → (stage_started → progressed* → stage_completed)* → completed | failed | cancelled.
/// A task whose worker died is claimed again, with the next attempt number.
public enum TaskEvents {
    public static let page: [any Event.Type] = [
        TaskCreated.self, TaskClaimed.self, TaskStageStarted.self, TaskProgressed.self, TaskStageCompleted.self,
        TaskCompleted.self, TaskFailed.self, TaskCancelRequested.self, TaskCancelled.self, TaskFilesRemoved.self,
    ]

    /// Version 2 says what was withheld, version 3 of `task.created` what it is charged: both may be missing.
    static let upcasters =
        [TaskCreated.type, TaskStageCompleted.type, TaskCompleted.type, TaskFailed.type].map {
            Upcaster($0, from: 1) { $0 }
        } + [Upcaster(TaskCreated.type, from: 2) { $0 }]

    public static func stream(of task: String) -> StreamName { StreamName("task", task) }
}

/// The kinds of work a worker knows.
public enum TaskKind: String, Codable, Sendable, CaseIterable {
    case script, terms, voice, video, batch, analysis
}

/// A tool accepted a piece of work.
public struct TaskCreated: Event {
    public static let type: EventType = "task.created"
    public static let version = 3
    /// The task's id: `mcp_` and eight hexadecimal digits, `batch_` for a batch.
    public let task: String
    public let kind: TaskKind
    /// The tool that asked for it.
    public let tool: String
    /// The tool's validated arguments, defaults filled in.
    public let input: JSON
    /// The batch this task belongs to.
    public let parent: String?
    /// Wall-clock seconds it is expected to take, from measured speed.
    public let estimatedSeconds: Double
    /// What is not in `input`; nil where it is whole, and in version 1.
    public let withheld: Withheld?
    /// What it counts for in quotas; nil for a task of a batch, which was charged, and before version 3.
    public let charge: TaskCharge?

    public init(
        task: String, kind: TaskKind, tool: String, input: JSON, parent: String? = nil, estimatedSeconds: Double,
        withheld: Withheld? = nil, charge: TaskCharge? = nil
    ) {
        self.task = task
        self.kind = kind
        self.tool = tool
        self.input = input
        self.parent = parent
        self.estimatedSeconds = estimatedSeconds
        self.withheld = withheld
        self.charge = charge
    }

    enum CodingKeys: String, CodingKey {
        case task, kind, tool, input, parent
        case estimatedSeconds = "estimated_seconds"
        case withheld, charge
    }
}

/// A worker took the task; nobody else may until it is over or the worker is known dead.
public struct TaskClaimed: Event {
    public static let type: EventType = "task.claimed"
    public let task: String
    /// The worker's id, new at each start of its process.
    public let worker: String
    /// 1 for the first claim.
    public let attempt: Int

    public init(task: String, worker: String, attempt: Int) {
        self.task = task
        self.worker = worker
        self.attempt = attempt
    }
}

/// A stage began to run.
public struct TaskStageStarted: Event {
    public static let type: EventType = "task.stage_started"
    public let task: String
    /// `script`, `terms`, `voice`, `music`, `render`, `mux` and so on.
    public let stage: String

    public init(task: String, stage: String) {
        self.task = task
        self.stage = stage
    }
}

/// How far the whole task has come.
public struct TaskProgressed: Event {
    public static let type: EventType = "task.progressed"
    public let task: String
    public let stage: String
    /// 0 to 1 over the whole task.
    public let progress: Double
    /// What is being done, for people.
    public let message: String

    public init(task: String, stage: String, progress: Double, message: String) {
        self.task = task
        self.stage = stage
        self.progress = progress
        self.message = message
    }
}

/// A file that a stage made.
public struct StageOutput: Codable, Hashable, Sendable {
    /// Relative to the data folder.
    public let path: String
    public let bytes: Int
    /// Lowercase hexadecimal.
    public let sha256: String

    public init(path: String, bytes: Int, sha256: String) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// A stage finished; a later attempt skips it while the key is the same and the files are unharmed.
public struct TaskStageCompleted: Event {
    public static let type: EventType = "task.stage_completed"
    public static let version = 2
    public let task: String
    public let stage: String
    /// SHA-256 over the stage's version, inputs and upstream keys.
    public let key: String
    public let outputs: [StageOutput]
    /// What later stages and people need to know of it.
    public let result: JSON
    /// Wall-clock seconds.
    public let seconds: Double
    /// CPU seconds of external programs.
    public let cpuSeconds: Double
    /// What is not in `result`; nil where it is whole, and in version 1.
    public let withheld: Withheld?

    public init(
        task: String, stage: String, key: String, outputs: [StageOutput], result: JSON, seconds: Double,
        cpuSeconds: Double, withheld: Withheld? = nil
    ) {
        self.task = task
        self.stage = stage
        self.key = key
        self.outputs = outputs
        self.result = result
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.withheld = withheld
    }

    enum CodingKeys: String, CodingKey {
        case task, stage, key, outputs, result, seconds
        case cpuSeconds = "cpu_seconds"
        case withheld
    }
}

/// The work is done.
public struct TaskCompleted: Event {
    public static let type: EventType = "task.completed"
    public static let version = 2
    public let task: String
    /// The tool's structured result.
    public let result: JSON
    /// Wall-clock seconds since the last claim.
    public let seconds: Double
    /// What is not in `result`; nil where it is whole, and in version 1.
    public let withheld: Withheld?

    public init(task: String, result: JSON, seconds: Double, withheld: Withheld? = nil) {
        self.task = task
        self.result = result
        self.seconds = seconds
        self.withheld = withheld
    }
}

/// The work cannot be done.
public struct TaskFailed: Event {
    public static let type: EventType = "task.failed"
    public static let version = 2
    public let task: String
    /// Where it failed.
    public let stage: String
    /// Stable: `invalid_input`, `missing_part`, `provider_failed`, `timed_out`, `limit_exceeded`,
    /// `arguments_forgotten`.
    public let code: String
    public let message: String
    /// What to do about it.
    public let hint: String?
    /// What is not in `message` and `hint`; nil where they are whole, and in version 1.
    public let withheld: Withheld?

    public init(
        task: String, stage: String, code: String, message: String, hint: String?, withheld: Withheld? = nil
    ) {
        self.task = task
        self.stage = stage
        self.code = code
        self.message = message
        self.hint = hint
        self.withheld = withheld
    }
}

/// Somebody asked that the task stop.
public struct TaskCancelRequested: Event {
    public static let type: EventType = "task.cancel_requested"
    public let task: String
    public let reason: String

    public init(task: String, reason: String) {
        self.task = task
        self.reason = reason
    }
}

/// The task stopped because it was asked to.
public struct TaskCancelled: Event {
    public static let type: EventType = "task.cancelled"
    public let task: String
    public let reason: String

    public init(task: String, reason: String) {
        self.task = task
        self.reason = reason
    }
}

/// The files of a task that is over are no longer there.
public struct TaskFilesRemoved: Event {
    public static let type: EventType = "task.files_removed"
    public let task: String
    /// What they held, as far as the log knew.
    public let bytes: Int

    public init(task: String, bytes: Int) {
        self.task = task
        self.bytes = bytes
    }
}
