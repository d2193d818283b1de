import EventStore

/// What the log says is to be done: the open tasks, with what earlier attempts finished.
///
/// A pure fold of the task streams. An event that was seen before changes nothing, so it may be fed from a
/// subscription and from a fresh read of one stream.
struct WorkList: Sendable {
    private(set) var open: [String: WorkItem] = [:]
    /// Tasks in the order they were created.
    private var order: [String] = []

    /// Open tasks that nobody has claimed since this worker started: new ones, and those whose worker died.
    func unclaimed(by worker: String) -> [WorkItem] {
        order.compactMap { open[$0] }.filter { $0.worker != worker }
    }

    /// Open tasks that somebody wants to stop.
    var unwanted: [WorkItem] { open.values.filter { $0.cancelReason != nil } }

    mutating func apply(_ event: RecordedEvent) {
        let task = String(event.stream.id)
        if let created = event.body(as: TaskCreated.self), event.revision == .first {
            guard open[task] == nil else { return }
            open[task] = WorkItem(created, event)
            order.append(task)
            return
        }
        guard let known = open[task], event.revision > known.revision else { return }
        open[task]?.revision = event.revision
        switch event.body {
        case let claim as TaskClaimed:
            open[task]?.worker = claim.worker
            open[task]?.attempt = claim.attempt
        case let stage as TaskStageCompleted: open[task]?.finished[stage.stage] = stage
        case let cancel as TaskCancelRequested: open[task]?.cancelReason = cancel.reason
        case is TaskCompleted, is TaskFailed, is TaskCancelled: close(task)
        default: return
        }
    }

    private mutating func close(_ task: String) {
        open[task] = nil
        order.removeAll { $0 == task }
    }
}

/// One open task.
struct WorkItem: Sendable {
    private(set) var created: TaskCreated
    let metadata: EventMetadata
    var revision: Revision
    /// Who claimed it last.
    var worker: String?
    /// How often it was claimed.
    var attempt = 0
    /// What earlier attempts finished, by stage.
    var finished: [String: TaskStageCompleted] = [:]
    var cancelReason: String?

    init(_ created: TaskCreated, _ event: RecordedEvent) {
        self.created = created
        metadata = EventMetadata(
            trace: event.metadata.trace, causation: event.position, principal: event.metadata.principal)
        revision = event.revision
    }

    /// With what was withheld from the log; nil where its arguments are gone for good.
    func whole(_ log: any EventLog) -> WorkItem? {
        var item = self
        if let withheld = created.withheld {
            guard let input = log.opened(withheld, of: id) else { return nil }
            item.created = created.keeping(input)
        }
        item.finished = finished.compactMapValues { stage in
            guard let withheld = stage.withheld else { return stage }
            // A stage whose result is gone is run again.
            return log.opened(withheld, of: id).map { stage.keeping($0) }
        }
        return item
    }

    var id: String { created.task }
    var stream: StreamName { TaskEvents.stream(of: created.task) }
}
