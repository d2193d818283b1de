extension WriteQueue {
    /// A proposal in the queue, encoded by its sender.
    struct Job: Sendable {
        let appended: AppendedEvents
        let expecting: ExpectedRevision
        let key: String?
        let isSynced: Bool
        /// Nil where nobody waits.
        var reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        /// What it takes of the queue's limit.
        let bytes: Int

        var stream: HashedStream { appended.stream }
        var events: [ProposedEvent] { appended.events }

        /// - Parameter proposal: borrowed, as an initializer is else given a copy of its own.
        init(_ proposal: borrowing Proposal, _ events: [ProposedEvent]) {
            appended = AppendedEvents(events, in: HashedStream(proposal.stream), metadata: proposal.metadata)
            expecting = proposal.expecting
            key = proposal.key
            isSynced = proposal.durability == .synced
            bytes = events.payloadSize + 64 * events.count
        }
    }
}

/// By index: a closure would be given a copy of each job.
extension [WriteQueue.Job] {
    /// The events of all jobs.
    var eventCount: Int {
        var count = 0
        for index in indices { count += self[index].events.count }
        return count
    }

    /// What all of them take of the queue's limit.
    var bytes: Int {
        var bytes = 0
        for index in indices { bytes += self[index].bytes }
        return bytes
    }

    /// How many somebody waits for.
    var waitingCount: Int {
        var count = 0
        for index in indices where self[index].reply != nil { count += 1 }
        return count
    }

    /// Whether the database need not hear of them: none is synced or has a key.
    var onlyAddEvents: Bool { indices.allSatisfy { !self[$0].isSynced && self[$0].key == nil } }

    /// Whether any of them must be synced.
    var wantSync: Bool { indices.contains { self[$0].isSynced } }
}
