extension WriteQueue {
    /// What somebody who has changed the state does then.
    enum Action: Equatable {
        case nothing
        /// Wakes the writer's thread.
        case wake
        /// Commits a little later; and wakes the thread, which is to see to it.
        case promise(wakes: Bool)
    }

    /// What the writer's thread does next.
    enum Step {
        case work(Group)
        /// Has a task of the pool commit.
        case delegate
        /// Until it is woken, or for so long.
        case wait(Wait)
    }

    /// How long the writer's thread waits.
    enum Wait { case linger, gather, lull, long }

    /// Who may commit, and what waits for it.
    struct State {
        private enum Writer {
            /// The thread works, or has been told to.
            case busy
            /// Nothing to do; any job wakes it.
            case idle
            /// Only jobs that can wait; one that cannot wakes it.
            case lingering
            /// Some of those who waited for the last sync wait again; so many in all wake it.
            case gathering(Int)
            /// Somebody commits in its place.
            case lent
            /// Somebody will, a little later.
            case promised(Deputy)
        }

        /// What an appender may commit in the writer's place: more is worth a thread of its own.
        private static let lentEvents = 64
        private static let lentBytes = 64 << 10
        /// The same of what a deputy commits for all.
        private static let promisedEvents = 512
        private static let promisedBytes = 512 << 10
        /// The groups without company after which the next appender is taken to be alone.
        private static let calm = 8
        /// So many tasks that wait for one commit are likely to append again.
        private static let crowd = 4
        /// As many jobs as the last group had are given room at once; at most so many.
        private static let reserved = 4096

        let eventLimit: Int
        let byteLimit: Int
        /// Events that nobody waits for, at which the writer takes them.
        let fullCount: Int
        var group = Group()
        private(set) var events = 0
        private var bytes = 0
        private var writer = Writer.busy
        /// Whether somebody waits for what is in the group.
        private var isUrgent = false
        /// Whether the group holds something that must be synced.
        private var wantsSync = false
        /// How many tasks wait for the group, and waited for the last one.
        private var tasks = 0
        private var lastTasks = 0
        var isClosed = false
        /// Groups in a row that no two appenders waited for.
        private var calmGroups = calm
        /// How many waited for the last group that was synced.
        private var lastSynced = 0
        /// Counts what was committed; how far that was when the last lull began.
        private(set) var activity: UInt64 = 0
        private var settled: UInt64 = 0
        /// Whether the thread waits until it is woken, however long that is.
        private var isAsleep = false
        /// Whether the thread looks soon, by itself, whether a task has kept its promise.
        private var isGuarding = false

        init(eventLimit: Int, byteLimit: Int, fullCount: Int) {
            (self.eventLimit, self.byteLimit, self.fullCount) = (eventLimit, byteLimit, fullCount)
        }

        /// Whether an appender may take the writer's place.
        var isCalm: Bool { calmGroups >= Self.calm }

        // MARK: Adding

        func refusal(of job: Job) -> AppendError? {
            if isClosed { return .closed }
            let isFull = events + job.events.count > eventLimit || bytes + job.bytes > byteLimit
            return isFull && events > 0 ? .overloaded : nil
        }

        mutating func add(_ job: Job, by deputy: Deputy?) -> Action {
            group.jobs.append(job)
            events += job.events.count
            bytes += job.bytes
            if job.isSynced { wantsSync = true }
            if deputy == .task { tasks += 1 }
            let isUrgent = job.reply != nil || events >= fullCount
            if let deputy, isSmall { return promise(by: deputy, urgently: isUrgent) }
            return hurry(isUrgent)
        }

        /// Where the writer has nothing to do, the caller is to do it; who adds meanwhile need not care.
        private mutating func promise(by deputy: Deputy, urgently: Bool) -> Action {
            switch writer {
            case .idle, .lingering: return expect(deputy)
            case .promised(.task) where deputy == .loop: return expect(deputy)
            case .promised: return .nothing
            case .lent, .busy, .gathering: return hurry(urgently)
            }
        }

        /// Has the deputy see to what waits, and the thread to a task's promise.
        private mutating func expect(_ deputy: Deputy) -> Action {
            isUrgent = true
            writer = .promised(deputy)
            guard deputy == .task, !isGuarding else { return .promise(wakes: false) }
            isGuarding = true
            isAsleep = false
            return .promise(wakes: true)
        }

        /// Tells the writer's thread that there is something to do, where it has to be told.
        mutating func hurry(_ urgently: Bool = true) -> Action {
            if urgently { isUrgent = true }
            let mustWake =
                switch writer {
                case .idle: true
                case .lingering, .promised: urgently
                case .gathering(let count): group.jobs.count >= count || gathered == nil
                case .busy, .lent: false
                }
            if mustWake { writer = .busy }
            return mustWake ? .wake : .nothing
        }

        /// Whether a deputy may commit what waits.
        private var isSmall: Bool {
            events <= Self.promisedEvents && bytes <= Self.promisedBytes && !wantsSync && !isClosed
                && group.hasOnlyJobs && !group.wantsUpkeep
        }

        /// How many jobs are worth waiting for before a sync; nil where there are so many, or something else to do.
        private var gathered: Int? {
            let count = lastSynced - lastSynced / 8
            return wantsSync && group.hasOnlyJobs && count > group.jobs.count ? count : nil
        }

        // MARK: Taking

        /// The group, where there is one that should not wait any longer; else says what the writer's thread does meanwhile.
        ///
        /// - Parameters:
        ///   - waited: the wait that has just ended; nil where somebody has ended it.
        ///   - seen: how much had been committed when it began.
        ///   - unsealed: committed events that wait to be sealed.
        mutating func take(waited: Wait?, seen: UInt64?, after unsealed: Int) -> Step {
            isAsleep = false
            switch writer {
            case .lent: return .wait(isGuarding ? .linger : .lull)
            // Kept in time, a promise is nothing to the thread.
            case .promised(let deputy) where waited == nil || seen != activity:
                isGuarding = deputy == .task
                return .wait(.linger)
            case .promised, .busy, .idle, .lingering, .gathering: break
            }
            isGuarding = false
            if !group.isEmpty { return takeJobs(hasWaited: waited != nil, after: unsealed) }
            writer = .idle
            if activity == settled {
                isAsleep = true
                return .wait(.long)
            }
            guard waited == .lull, seen == activity else { return .wait(.lull) }
            settled = activity
            writer = .busy
            return .work(Group(isLull: true))
        }

        private mutating func takeJobs(hasWaited: Bool, after unsealed: Int) -> Step {
            guard !hasWaited else { return .work(takeGroup()) }
            guard isUrgent else {
                writer = .lingering
                return .wait(.linger)
            }
            if let count = gathered {
                writer = .gathering(count)
                return .wait(.gather)
            }
            if tasks >= Self.crowd, isSmall {
                _ = expect(.task)
                return .delegate
            }
            return .work(takeGroup(after: unsealed))
        }

        /// Takes all that waits, or so much of what nobody waits for that no event is left over of full segments.
        ///
        /// - Parameter unsealed: events before it that wait to be sealed; nil where everything is to be taken.
        private mutating func takeGroup(after unsealed: Int? = nil) -> Group {
            var taken = group
            let waiting = taken.jobs.waitingCount
            calmGroups = waiting > 1 ? 0 : calmGroups + 1
            lastSynced = wantsSync ? waiting : 0
            group = Group()
            if taken.jobs.count > Self.crowd { group.jobs.reserveCapacity(min(taken.jobs.count, Self.reserved)) }
            if let unsealed, waiting == 0, taken.hasOnlyJobs { group.jobs = taken.split(after: unsealed) }
            events = group.jobs.eventCount
            bytes = group.jobs.bytes
            wantsSync = group.jobs.wantSync
            (lastTasks, tasks) = (tasks, 0)
            isUrgent = events >= fullCount
            writer = .busy
            activity += 1
            return taken
        }

        // MARK: In the writer's place

        /// What an appender may commit at once, its own job last.
        mutating func lend(to job: Job) -> [Job]? {
            let isSmall = events + job.events.count <= Self.lentEvents && bytes + job.bytes <= Self.lentBytes
            guard canLend, isSmall else { return nil }
            let jobs = takeGroup().jobs + CollectionOfOne(job)
            writer = .lent
            return jobs
        }

        private var canLend: Bool {
            switch writer {
            case .idle, .lingering: !isUrgent && !isClosed && !wantsSync && isCalm
            case .busy, .gathering, .lent, .promised: false
            }
        }

        /// What was promised to be committed.
        mutating func redeem() -> (jobs: [Job]?, action: Action) {
            guard case .promised = writer else { return (nil, .nothing) }
            guard !group.isEmpty else {
                writer = .idle
                return (nil, .nothing)
            }
            guard isSmall else { return (nil, hurry()) }
            let jobs = takeGroup().jobs
            writer = .lent
            return (jobs, .nothing)
        }

        mutating func giveBack(_ jobs: [Job], needsUpkeep: Bool, to deputy: Deputy?) -> Action {
            if group.jobs.waitingCount > 0 { calmGroups = 0 }
            events += jobs.eventCount
            bytes += jobs.bytes
            group.jobs.insert(contentsOf: jobs, at: 0)
            if needsUpkeep { (group.wantsUpkeep, isUrgent) = (true, true) }
            writer = .idle
            // In a crowd those who are answered now come again: it is promised before they do.
            let isDue = !group.isEmpty || deputy == .task && lastTasks >= Self.crowd
            if let deputy, isDue, jobs.isEmpty, isSmall, deputy == .task || !isAsleep { return expect(deputy) }
            // Asleep, it would not see the next lull.
            guard !group.isEmpty || isAsleep else { return .nothing }
            writer = group.isEmpty ? .idle : .busy
            isAsleep = false
            return .wake
        }
    }
}
