public import EventStore

/// Every task that is not over, and the latest that are.
///
/// Holds all unfinished tasks and the last ``finishedLimit`` finished ones; older ones are in the log only. Events
/// of a task that is over, or unknown, change nothing: the first end stands. Only its files may go later.
///
/// A batch has no worker: its state, progress and end are those of its children, unless the log ends it itself.
public struct TaskBoard: Projection {
    public static let name = "task_board"
    public static let version = 1
    public static let consumes = TaskEvents.page

    /// Finished tasks kept.
    public static let finishedLimit = 1000

    private var tasks: [String: TaskStatus] = [:]
    private var finished = RecentMap<String, Bool>(limit: finishedLimit)

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as TaskProgressed: change(fact.task, event) { $0.progress(to: fact, at: event.time) }
        case let fact as TaskStageStarted: change(fact.task, event) { $0.stage = fact.stage }
        case let fact as TaskStageCompleted: change(fact.task, event) { $0.finish(FinishedStage(fact)) }
        case let fact as TaskCreated: create(fact, event)
        case let fact as TaskClaimed: change(fact.task, event) { $0.claim(fact, at: event.time) }
        case let fact as TaskCompleted: change(fact.task, event) { $0.complete(fact, at: event.time) }
        case let fact as TaskFailed: change(fact.task, event) { $0.fail(fact, at: event.time) }
        case let fact as TaskCancelRequested: change(fact.task, event) { $0.cancelReason = fact.reason }
        case let fact as TaskCancelled: change(fact.task, event) { $0.cancel(fact, at: event.time) }
        // The one thing that comes after a task's end.
        case let fact as TaskFilesRemoved: tasks[fact.task]?.filesRemovedAt = event.time
        default: break
        }
    }

    public func task(_ id: String) -> TaskStatus? { tasks[id] }

    /// The latest tasks first, up to `limit`; those of one state or owner where one is given.
    public func tasks(state: TaskState? = nil, owner: String? = nil, limit: Int = 100) -> [TaskStatus] {
        let wanted = ordered { (state == nil || $0.state == state) && (owner == nil || $0.principal == owner) }
        return Array(wanted.reversed().prefix(max(0, limit)).compactMap { tasks[$0] })
    }

    /// A task that may be shown to somebody; of another's it is not said that it is there.
    ///
    /// - Parameter owner: whose tasks alone may be shown; nil for everybody's.
    public func task(_ id: String, ownedBy owner: String?) -> TaskStatus? {
        tasks[id].flatMap { owner == nil || $0.principal == owner ? $0 : nil }
    }

    /// What a worker has to do after a start, the oldest first: all that is queued or was being done.
    public var unfinished: [TaskStatus] { ordered { !$0.state.isFinished }.compactMap { tasks[$0] } }

    /// How many tasks of each state the board holds.
    public var counts: [TaskState: Int] { counts(ownedBy: nil) }

    func counts(ownedBy owner: String?) -> [TaskState: Int] {
        var counts = Dictionary(TaskState.allCases.map { ($0, 0) }) { first, _ in first }
        for task in tasks.values where owner == nil || task.principal == owner { counts[task.state, default: 0] += 1 }
        return counts
    }

    /// The ids of some tasks, the oldest first; ids, because sorting whole tasks would move them about.
    private func ordered(where isWanted: (TaskStatus) -> Bool) -> [String] {
        var found: [(created: Position, id: String)] = []
        for task in tasks.values where isWanted(task) { found.append((task.created, task.id)) }
        return found.sorted { $0.created < $1.created }.map(\.id)
    }

    private mutating func create(_ fact: TaskCreated, _ event: RecordedEvent) {
        guard tasks[fact.task] == nil else { return }
        tasks[fact.task] = TaskStatus(fact, at: event)
        guard let parent = fact.parent, tasks[parent]?.children.append(fact.task) != nil else { return }
        settle(parent, event)
    }

    private mutating func change(_ id: String, _ event: RecordedEvent, _ body: (inout TaskStatus) -> Void) {
        // In place: taking the task out and putting it back would copy its lists on every event.
        guard let place = tasks.index(forKey: id), !tasks.values[place].state.isFinished else { return }
        body(&tasks.values[place])
        tasks.values[place].updated = event.position
        tasks.values[place].updatedAt = event.time
        let (parent, state) = (tasks.values[place].parent, tasks.values[place].state)
        if state.isFinished { retire(id) }
        guard let parent else { return }
        if state.isFinished { tasks[parent]?.childEnds[state, default: 0] += 1 }
        settle(parent, event)
    }

    /// Draws a batch's state from its children.
    private mutating func settle(_ id: String, _ event: RecordedEvent) {
        guard let batch = tasks[id], !batch.state.isFinished else { return }
        let running = batch.children.compactMap { tasks[$0] }.filter { $0.state == .processing }
        tasks[id]?.settle(running: running.map(\.progress), at: event)
        if tasks[id]?.state.isFinished == true { retire(id) }
    }

    private mutating func retire(_ id: String) {
        let oldest = finished.count == Self.finishedLimit ? finished.oldest : nil
        finished[id] = true
        if let oldest { tasks[oldest] = nil }
    }
}
