public import EventStore
public import Projections

/// Asks a worker to stop.
public struct CancelTask: Tool {
    let desk: TaskDesk
    let host: ProjectionHost

    public init(desk: TaskDesk, host: ProjectionHost) {
        self.desk = desk
        self.host = host
    }

    public let definition = ToolDefinition(
        name: "cancel_task", title: "Cancel a task",
        description: "Stops a task or a batch that is queued or under way; what it finished is kept.",
        category: "monitoring",
        inputSchema: Schema.object(
            [
                ("task_id", Schema.string("The task or batch", least: 1, most: 100)),
                ("reason", Schema.string("Why, for the log", most: 500, standard: "asked for by cancel_task")),
            ], required: ["task_id"]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What will happen")), ("task_id", Schema.string("The task")),
                ("status", Schema.string("Where it stands", options: TaskState.allCases.map(\.rawValue))),
            ], required: ["message", "task_id", "status"]),
        isReadOnly: false, waitsForTask: false, isDestructive: true, isIdempotent: true, icon: .clock)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let id = arguments["task_id"]?.string ?? ""
        let watch = TaskWatch(log: desk.log, host: host)
        let status = try await watch.known(id, ownedBy: context.owner)
        guard !status.state.isFinished else {
            return Self.answer(id, status.state, "It is \(status.state.rawValue) already")
        }
        do throws(AppendError) {
            try await desk.requestCancel(id, reason: arguments["reason"]?.string ?? "", context)
        } catch {
            throw TaskDesk.toolError(error)
        }
        return Self.answer(id, status.state, "The worker was asked to stop; wait_for_task tells when it has")
    }

    private static func answer(_ id: String, _ state: TaskState, _ words: String) -> JSONObject {
        ["message": .string(words), "task_id": .string(id), "status": .string(state.rawValue)]
    }
}
