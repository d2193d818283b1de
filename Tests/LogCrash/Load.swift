import EventStore

/// Appenders that go on where the log says they were, each one append after the other, until the process dies.
///
/// Every acknowledged append is a line on standard output:
/// `ack APPENDER NUMBER FIRST LAST REVISION synced|committed`; a refused one `refused APPENDER NUMBER REASON`,
/// and is tried again.
struct Load {
    let folder: String
    let appenders: Int
    let syncedShare: Int

    func run() async throws {
        let log = try SQLiteEventLog.open(folder: folder)
        Line.say("open \(log.head)")
        try await withThrowingTaskGroup { group in
            for appender in 0..<appenders { group.addTask { try await append(to: log, as: appender) } }
            try await group.waitForAll()
        }
    }

    private func append(to log: SQLiteEventLog, as appender: Int) async throws {
        var number = try await resume(log, as: appender)
        var revision = try await log.revision(of: Plan.ownStream(appender))
        while true {
            let plan = Plan(appender: appender, number: number)
            let expecting: ExpectedRevision = plan.isShared ? .any : revision.map { .exactly($0) } ?? .noStream
            if let reached = try await append(plan, expecting: expecting, to: log) {
                if !plan.isShared { revision = reached }
                number += 1
            } else {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    /// The revision after the append; nil where the log refused it for the moment.
    private func append(
        _ plan: Plan, expecting: ExpectedRevision, to log: SQLiteEventLog
    ) async throws -> Revision? {
        var dice = Dice(plan.number, plan.appender, 7)
        let durability: Durability = dice.roll(100) < syncedShare ? .synced : .committed
        let proposal = plan.proposal(expecting: expecting, durability: durability)
        do throws(AppendError) {
            if plan.isEnqueued, !plan.isShared {
                try log.enqueue(proposal)
                return Self.revision(after: expecting, count: plan.count)
            }
            let appended = try await log.append(proposal)
            Line.say(
                "ack \(plan.appender) \(plan.number) \(appended.first) \(appended.last) \(appended.revision) \(durability)"
            )
            return appended.revision
        } catch {
            switch error {
            case .overloaded, .storage:
                Line.say("refused \(plan.appender) \(plan.number) \(error)")
                return nil
            default: throw Complaint("append \(plan.number) of appender \(plan.appender): \(error)")
            }
        }
    }

    private static func revision(after expecting: ExpectedRevision, count: Int) -> Revision {
        guard case .exactly(let revision) = expecting else { return Revision(UInt64(count) - 1) }
        return Revision(revision.value + UInt64(count))
    }

    /// The number of the appender's next append; sends the last one again where it has a key, as a client does
    /// that got no answer.
    private func resume(_ log: SQLiteEventLog, as appender: Int) async throws -> Int {
        let page = try await lastEvent(of: appender, in: log)
        guard let page else { return 0 }
        guard let place = Plan.place(of: page), place.appender == appender else {
            throw Complaint("the last event of appender \(appender), at \(page.position), is not his")
        }
        let plan = Plan(appender: appender, number: place.number)
        guard place.index == plan.count - 1 else {
            throw Complaint("append \(place.number) of appender \(appender) is there in part")
        }
        if plan.key != nil {
            let appended = try await log.append(plan.proposal(expecting: .any, durability: .committed))
            guard appended.isRepeat, appended.last == page.position else {
                throw Complaint("append \(place.number) of appender \(appender) was taken twice: \(appended)")
            }
        }
        return place.number + 1
    }

    private func lastEvent(of appender: Int, in log: SQLiteEventLog) async throws -> RecordedEvent? {
        let selection = Selection(principal: Plan.principal(appender))
        var place: Position?
        while true {
            let page = try await log.readBackwards(selection, before: place, limit: 1)
            if let event = page.events.first { return event }
            if page.isLast || page.through.value <= 1 { return nil }
            place = page.through
        }
    }
}
