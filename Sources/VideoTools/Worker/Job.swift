import EventStore

/// How one kind of task is done.
protocol Job: Sendable {
    /// Does the work and gives the tool's result.
    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject
}
