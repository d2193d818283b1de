import EventStore

/// On behalf of which task a provider is asked.
///
/// Makers know nothing of tasks, and need not: whoever runs a task sets this around it.
struct ProviderScope: Sendable {
    @TaskLocal static var current: ProviderScope?

    let log: any EventLog
    let clock: any WallClock
    let item: WorkItem

    /// Notes an answer in the task's stream; a log that cannot take it loses the chance of a replay, not the answer.
    func note(_ answer: ProviderAnswered) async {
        var metadata = item.metadata
        metadata.trace = item.metadata.trace?.child()
        _ = try? await log.append([answer], to: item.stream, metadata: metadata)
    }
}
