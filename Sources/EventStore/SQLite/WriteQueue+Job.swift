extension WriteQueue {
    /// A proposal in the queue, encoded by its sender.
    ///
    /// A reference: it is handed on several times.
    final class Job: Sendable {
        let appended: AppendedEvents
        let expecting: ExpectedRevision
        let key: String?
        let isSynced: Bool
        /// Nil where nobody waits.
        let reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        let bytes: Int

        var stream: HashedStream { appended.stream }
        var events: [ProposedEvent] { appended.events }

        /// - Parameter proposal: borrowed, as an initializer is else given a copy of its own.
        init(
            _ proposal: borrowing Proposal, _ events: [ProposedEvent],
            reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        ) {
            appended = AppendedEvents(events, in: HashedStream(proposal.stream), metadata: proposal.metadata)
            expecting = proposal.expecting
            key = proposal.key
            isSynced = proposal.durability == .synced
            self.reply = reply
            bytes = events.payloadSize + 64 * events.count
        }
    }
}
