extension WriteQueue {
    /// A proposal in the queue, encoded by its sender.
    ///
    /// A reference: it is handed on several times.
    final class Job: Sendable {
        let stream: HashedStream
        let expecting: ExpectedRevision
        let key: String?
        let metadata: EventMetadata
        let isSynced: Bool
        let events: [ProposedEvent]
        /// Nil where nobody waits.
        let reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        let bytes: Int

        init(
            _ proposal: Proposal, _ events: [ProposedEvent],
            reply: UnsafeContinuation<Result<Appended, AppendError>, Never>?
        ) {
            stream = HashedStream(proposal.stream)
            expecting = proposal.expecting
            key = proposal.key
            metadata = proposal.metadata
            isSynced = proposal.durability == .synced
            self.events = events
            self.reply = reply
            bytes = events.payloadSize + 64 * events.count
        }
    }
}
