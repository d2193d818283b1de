public import EventStore

/// The quotas in force, and what every principal has used of them: a fold of the tasks and their files.
public struct Quotas: Projection {
    public static let name = "quotas"
    public static let version = 1
    public static let consumes: [any Event.Type] = [
        LimitQuotasSet.self, TaskCreated.self, TaskStageCompleted.self, TaskCompleted.self, TaskFailed.self,
        TaskCancelled.self, TaskFilesRemoved.self,
    ]

    /// Principals kept; beyond them those without tasks and files of today are forgotten, then those with the least.
    static let userLimit = 10_000
    /// Tasks whose files are known one by one; those of older ones count until the log is folded anew.
    static let filesLimit = 100_000

    /// Nil until some are set: then nothing is refused.
    public private(set) var limits: LimitQuotasSet?
    private var users: [String: QuotaUse] = [:]
    private var open: [String: OpenTask] = [:]
    private var files = RecentMap<String, TaskFiles>(limit: filesLimit)
    /// Tasks that are not over, of all principals together.
    public private(set) var openTasks = 0

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as TaskStageCompleted: add(fact, event)
        case let fact as TaskCreated: create(fact, event)
        case let fact as TaskCompleted: end(fact.task, event, result: fact.result)
        case let fact as TaskFailed: end(fact.task, event)
        case let fact as TaskCancelled: end(fact.task, event)
        case let fact as TaskFilesRemoved: remove(fact)
        case let fact as LimitQuotasSet: limits = fact
        default: break
        }
    }

    /// What a principal has used.
    public func use(of user: String) -> QuotaUse { users[user] ?? QuotaUse() }

    /// How much a role may have; nil where nothing is set.
    public func quotas(of role: String?) -> TaskQuotas? {
        limits.map { limits in role.flatMap { limits.roles[$0] } ?? limits.base }
    }

    /// Why a principal may not have a new task; nil where it may.
    ///
    /// - Parameter use: what it has used, with what the log does not show yet.
    public func refusal(of charge: TaskCharge, use: QuotaUse, at now: Timestamp) -> QuotaRefusal? {
        guard let role = charge.role, let quotas = quotas(of: role) else { return nil }
        let today = QuotaUse.day(of: now)
        for quota in Quota.allCases {
            let (limit, asked) = (quota.limit(in: quotas), quota.asked(by: charge))
            let used = quota.used(in: use, on: today)
            // Of the disk the task's share is not known: it has room as long as there is any.
            let fits = quota == .diskBytes ? used < limit : asked == 0 || used + asked <= limit
            guard !fits else { continue }
            return QuotaRefusal(
                quota: quota, limit: limit, used: used, asked: asked,
                retrySeconds: asked > limit ? nil : quota.retrySeconds(at: now))
        }
        return nil
    }

    /// Tasks that are over and have files, with their bytes.
    public var filed: [(task: String, bytes: Int)] {
        files.keys.compactMap { task in files[task].map { (task, $0.bytes) } }
    }

    /// Every principal that has used something, by name.
    var used: [(user: String, use: QuotaUse)] { users.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

    // MARK: Folding

    private mutating func create(_ fact: TaskCreated, _ event: RecordedEvent) {
        guard open[fact.task] == nil else { return }
        let today = QuotaUse.day(of: event.time)
        guard let parent = fact.parent else {
            let user = event.metadata.principal ?? EventMetadata.local
            let charge = fact.charge ?? TaskCharge(role: nil)
            open[fact.task] = OpenTask(user: user, kind: fact.kind, tasks: charge.tasks, seconds: charge.videoSeconds)
            openTasks += charge.tasks
            users[user, default: QuotaUse()].add(charge, on: today)
            users[user]?.role = charge.role
            return makeRoom(on: today)
        }
        createChild(fact, of: parent, event)
    }

    /// A batch was charged for its tasks when it was asked for: each of them takes its place over.
    private mutating func createChild(_ fact: TaskCreated, of parent: String, _ event: RecordedEvent) {
        let batch = open[parent]
        let user = batch?.user ?? event.metadata.principal ?? EventMetadata.local
        let seconds = batch?.seconds ?? 0
        open[fact.task] = OpenTask(user: user, kind: fact.kind, tasks: 1, seconds: seconds)
        guard (batch?.tasks ?? 0) < 1 else {
            open[parent]?.tasks -= 1
            return
        }
        openTasks += 1
        users[user, default: QuotaUse()].open(1, seconds: seconds)
    }

    private mutating func add(_ fact: TaskStageCompleted, _ event: RecordedEvent) {
        guard !fact.outputs.isEmpty else { return }
        guard let task = open[fact.task] else {
            // Of a task that was stopped while a stage ended.
            let user = files[fact.task]?.user ?? event.metadata.principal ?? EventMetadata.local
            let bytes = fact.outputs.reduce(0) { $0 + max(0, $1.bytes) }
            files[fact.task] = TaskFiles(user: user, bytes: (files[fact.task]?.bytes ?? 0) + bytes)
            users[user, default: QuotaUse()].bytes += bytes
            return
        }
        for output in fact.outputs {
            // A stage that is run again writes over what it wrote.
            let before = open[fact.task]?.files.updateValue(max(0, output.bytes), forKey: output.path) ?? 0
            users[task.user, default: QuotaUse()].bytes += max(0, output.bytes) - before
        }
    }

    private mutating func end(_ task: String, _ event: RecordedEvent, result: JSON? = nil) {
        guard let done = open.removeValue(forKey: task) else { return }
        openTasks -= done.tasks
        users[done.user]?.open(-done.tasks, seconds: done.seconds)
        if let result, done.kind == .video {
            let made = result["duration"]?.number.map { Int(min(max(0, $0), 1e6).rounded(.up)) } ?? done.seconds
            users[done.user]?.turn(to: QuotaUse.day(of: event.time))
            users[done.user]?.videoSeconds += made
        }
        let bytes = done.files.values.reduce(0, +)
        if bytes > 0 { files[task] = TaskFiles(user: done.user, bytes: bytes) }
    }

    private mutating func remove(_ fact: TaskFilesRemoved) {
        guard let known = files[fact.task] else { return }
        files[fact.task] = nil
        users[known.user]?.bytes -= known.bytes
    }

    private mutating func makeRoom(on today: Int) {
        guard users.count > Self.userLimit else { return }
        users = users.filter { !$0.value.isIdle(on: today) }
        guard users.count > Self.userLimit else { return }
        let least = users.sorted {
            ($0.value.openTasks, $0.value.bytes, $0.key) < ($1.value.openTasks, $1.value.bytes, $1.key)
        }
        for (user, _) in least.prefix(users.count - Self.userLimit * 3 / 4) { users[user] = nil }
    }
}

/// A task that is not over.
private struct OpenTask: Codable, Equatable, Sendable {
    let user: String
    let kind: TaskKind
    /// Tasks that it still stands for.
    var tasks: Int
    /// Of video, that each of them is expected to make.
    let seconds: Int
    /// Bytes by path.
    var files: [String: Int] = [:]
}

/// What a task that is over left on the disk.
private struct TaskFiles: Codable, Equatable, Sendable {
    let user: String
    let bytes: Int
}
