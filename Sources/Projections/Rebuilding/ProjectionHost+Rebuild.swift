import EventStore
import Synchronization

extension ProjectionHost {
    /// Has projections folded anew from the beginning of the log, beside the service: old values answer until the new
    /// ones have seen as much, and then give way at once.
    ///
    /// Its events, in the streams `projection-<name>`, tell how far it is. Several plans are done one after the other.
    ///
    /// - Parameter names: the projections; nil for all.
    /// - Throws: where a name is unknown or its rebuild is not over, and while the host does not run.
    @discardableResult
    public func beginRebuild(_ names: [String]? = nil) throws(RebuildFault) -> RebuildPlan {
        let plan = try plan(names)
        let queue = rebuildQueue.withLock { $0 }
        guard let queue else { throw .stopped }
        try reserve(plan)
        queue.yield(plan)
        return plan
    }

    /// Folds projections anew as ``beginRebuild(_:)`` has it done, and returns once the new values answer.
    ///
    /// - Throws: a ``RebuildFault``; a `StorageError` of the log.
    public func rebuild(_ names: [String]? = nil) async throws {
        let plan = try plan(names)
        try reserve(plan)
        try await perform(plan)
    }

    /// What came of a plan is for the board to show: nobody waits for it.
    func performQueued(_ plan: RebuildPlan) async { try? await perform(plan) }

    private func plan(_ names: [String]?) throws(RebuildFault) -> RebuildPlan {
        try RebuildPlan(names, of: models.projections.map { $0.name }, through: log.head)
    }

    private func reserve(_ plan: RebuildPlan) throws(RebuildFault) {
        tell(try board.withLock { (board) throws(RebuildFault) in try board.begin(plan) })
    }

    private func perform(_ plan: RebuildPlan) async throws {
        do {
            let position = try await FoldThreads.run { try await foldAnew(plan) }
            tell(board.withLock { $0.end(plan, at: position) })
        } catch {
            closeHandover()
            tell(board.withLock { $0.end(plan, at: .start, fault: "\(error)") })
            throw error
        }
    }

    /// Gives the position at which the new values took over.
    private func foldAnew(_ plan: RebuildPlan) async throws -> Position {
        var fresh = models.fresh(plan.projections)
        // Stored values of the past are put right on the way, each while the fold goes on to the next.
        let stored = try await storedHeadings()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for heading in stored where heading.position <= plan.through {
                fresh = try await advanced(fresh, to: heading.position, plan)
                try await group.next()
                group.addTask { [snapshots, fresh] in try await snapshots.mend(heading, with: fresh) }
            }
            try await group.waitForAll()
        }
        fresh = try await advanced(fresh, to: max(position, fresh.position), plan)
        guard !Task.isCancelled else { throw CancellationError() }
        // From here on what the host applies is kept for the new values too, so that not one event lies between.
        fresh = try await advanced(fresh, to: max(openHandover(), fresh.position), plan)
        let swapped = swap(fresh)
        if isStored { await snapshots.save(swapped) }
        return swapped.position
    }

    /// The snapshots of this host, the oldest first.
    func storedHeadings() async throws -> [SnapshotHeading] {
        guard isStored else { return [] }
        return try await snapshots.headings()
    }

    private func advanced(_ models: ReadModels, to position: Position, _ plan: RebuildPlan) async throws -> ReadModels {
        guard position > models.position else { return models }
        var models = models
        let pages = FoldPages(log: log) { [models] in models.isRead($0) }
        try await pages.each(models.selection(through: position), after: models.position) { page in
            models.apply(page, through: position)
            tell(board.withLock { $0.advance(plan, to: models.position) })
        }
        models.pass(to: position)
        return models
    }

    /// Nobody waits for these, and nothing depends on them: what the log refuses is left out.
    private func tell(_ news: [(label: String, news: any Event)]) {
        for (label, event) in news {
            try? log.enqueue(Proposal([event], to: ProjectionEvents.stream(of: label)))
        }
    }
}
