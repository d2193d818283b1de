import Foundation
import Synchronization

extension SQLiteEventLog {
    /// Does something on the writer's thread, between two commits, and gives what came of it.
    ///
    /// - Throws: `closed` on a log that is closed or open for reading only, or what `body` throws.
    func onWriter<T: Sendable>(
        _ body: @escaping @Sendable (LogWriter) -> Result<T, AppendError>
    ) async throws(AppendError) -> T {
        let result: Result<T, AppendError> = await withCheckedContinuation { reply in
            do throws(AppendError) {
                try queue.add(errand: { reply.resume(returning: body($0)) })
            } catch {
                reply.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    /// Commits on the caller's thread, in the writer's place, where the queue lets it; nil where it has to wait.
    ///
    /// It takes as long as a small commit to the page cache, and waits for nobody: where another process holds the
    /// database's lock, the writer's thread does the waiting.
    func appendHere(_ job: WriteQueue.Job) -> Result<Appended, AppendError>? {
        guard let jobs = queue.borrow(for: job) else { return nil }
        let (committed, needsUpkeep) = commitHere(jobs)
        let isDue = queue.giveBack(
            committed == nil ? jobs.dropLast() : [], needsUpkeep: needsUpkeep, to: turns.isUnderWay() ? nil : .task)
        if isDue { promise(.task) }
        if contents.unsealedCount >= Segment.sealedCount { sealer.nudge() }
        answer(jobs, committed)
        return committed?.replies.last
    }

    /// Queues a job; the caller may have to commit for all a little later.
    func add(_ job: WriteQueue.Job) throws(AppendError) {
        let deputy: WriteQueue.Deputy? = turns.isUnderWay() ? .loop : job.reply == nil ? nil : .task
        if try queue.add(job, by: deputy), let deputy { promise(deputy) }
    }

    /// Has a deputy commit.
    private func promise(_ deputy: WriteQueue.Deputy) {
        switch deputy {
        case .loop: turns.atEnd { self.commitPromised(by: .loop) }
        // why: nobody waits for it; it comes after the tasks that the pool has to run already, which are about to append.
        case .task: Task.detached { self.commitPromised(by: .task) }
        }
    }

    /// Half of those who are answered come again before the next commit and half during it: so a thread commits while another one
    /// runs their tasks.
    private func commitPromised(by deputy: WriteQueue.Deputy) {
        guard let jobs = queue.redeem() else { return }
        let (committed, needsUpkeep) = commitHere(jobs)
        let isDue = queue.giveBack(committed == nil ? jobs : [], needsUpkeep: needsUpkeep, to: deputy)
        if contents.unsealedCount >= Segment.sealedCount { sealer.nudge() }
        answer(jobs, committed) { if isDue { promise(deputy) } }
    }

    /// Commits what the queue lent; nil where another process's lock would have to be waited for.
    private func commitHere(_ jobs: [WriteQueue.Job]) -> (LogWriter.Committed?, needsUpkeep: Bool) {
        writer.withLock { writer in
            guard let writer, let committed = commit(jobs, with: writer, waits: false) else { return (nil, false) }
            return (committed, writer.upkeep.isDue)
        }
    }

    /// Commits and publishes: whoever is answered then can read its events.
    ///
    /// - Parameter waits: false where another process's lock is no reason to wait; nil is given then.
    func commit(
        _ jobs: [WriteQueue.Job], with writer: LogWriter, waits: Bool = true
    ) -> LogWriter.Committed? {
        guard let committed = writer.commit(jobs, waits: waits) else { return nil }
        if !committed.events.isEmpty {
            contents.add(committed.events, sealed: committed.sealed.map(\.summary))
            signal.advance(by: committed.events)
        }
        return committed
    }

    /// Answers those who wait, and lets go of what a commit that sealed has left over.
    ///
    /// - Parameters:
    ///   - committed: nil where somebody else will answer.
    ///   - halfway: called once half of them are answered.
    func answer(_ jobs: [WriteQueue.Job], _ committed: LogWriter.Committed?, halfway: () -> Void = {}) {
        guard let committed else { return }
        for index in jobs.indices {
            if index == jobs.count / 2 { halfway() }
            jobs[index].reply?.resume(returning: committed.replies[index])
        }
        if !committed.sealed.isEmpty { contents.letGo(keeping: Self.lots) }
    }

    // MARK: The writer's thread

    func start() {
        let sealing = Thread { [self] in
            let file = WriteAheadFile(of: database)
            sealer.run(contents, queue, writeOut: file.writeOut) { !self.isFinished.load(ordering: .acquiring) }
        }
        sealing.name = "log sealer"
        sealing.start()
        let writing = Thread { [self] in
            write()
            finish()
        }
        writing.name = "log writer"
        writing.start()
    }

    /// So many take a while to be freed.
    private static let manyJobs = 256
    /// What may wait to be freed while others make segments.
    private static let lots = 32

    private func write() {
        sealer.nudge()
        while true {
            let group = queue.next(after: contents.unsealedCount) { promise(.task) }
            writer.withLock { if let writer = $0 { work(on: group, with: writer) } }
            if group.jobs.count > Self.manyJobs { contents.discard(group.jobs) }
            if contents.unsealedCount >= Segment.sealedCount { sealer.nudge() }
            if group.isClosing { return }
        }
    }

    private func work(on group: WriteQueue.Group, with writer: LogWriter) {
        // Whoever was here before may not have wanted to wait for other processes.
        writer.connection.busyTimeout = writer.busyTimeout
        if !group.jobs.isEmpty { answer(group.jobs, commit(group.jobs, with: writer)) }
        for errand in group.errands { errand(writer) }
        if !group.sealed.isEmpty { install(group.sealed, with: writer) }
        // What fails here is tried again later: the write-ahead log only grows meanwhile.
        if writer.upkeep.isDue {
            try? writer.keepStreams()
            try? writer.checkpoint()
        }
        if group.isLull { settle(writer) }
        // What cannot be done now is done when the log is opened next.
        if group.isClosing, let sealed = try? writer.finish() { contents.add([], sealed: sealed.map(\.summary)) }
    }

    /// Tidies up, a step at a time, until something comes.
    private func settle(_ writer: LogWriter) {
        var isDone = false
        while !isDone, queue.isEmpty { isDone = (try? writer.settle()) ?? true }
    }

    /// Segments that cannot be stored leave their events' frames, which are as good.
    private func install(_ segments: [Segment], with writer: LogWriter) {
        let installed = (try? writer.install(segments)) ?? []
        if installed.count < segments.count { sealer.takeBack() }
        guard !installed.isEmpty else { return }
        contents.add([], sealed: installed.map(\.summary))
        // It has the time to let go of what is sealed; appenders wait for this thread.
        sealer.nudge()
    }

    /// Ends the writer and its connection; then gives up the lock and answers those who wait for it.
    private func finish() {
        writer.withLock { $0 = nil }
        isFinished.store(true, ordering: .releasing)
        lock.withLock { file in
            try? file?.close()
            file = nil
        }
        signal.close()
        let waiters = closed.withLock { closed in
            defer { closed = (true, []) }
            return closed.waiters
        }
        sealer.nudge()
        for waiter in waiters { waiter.resume() }
    }
}
