public import EventStore
public import Projections

/// Waits, for a bounded time, until a task is over; says how far it is meanwhile.
public struct WaitForTask: Tool {
    let status: GetGenerationStatus
    let watch: TaskWatch
    let heartbeat: Double

    public init(
        host: ProjectionHost, log: any EventLog, clock: any WallClock = SystemWallClock(), heartbeat: Double = 5
    ) {
        status = GetGenerationStatus(host: host, log: log, clock: clock)
        watch = TaskWatch(log: log, host: host)
        self.heartbeat = heartbeat
    }

    public let definition = ToolDefinition(
        name: "wait_for_task", title: "Wait for a task",
        description: """
            Waits up to 'seconds' for a task or batch to end and reports progress meanwhile; then answers as \
            get_generation_status. Call it again while the status is queued or processing.
            """,
        category: "monitoring",
        inputSchema: Schema.object(
            [
                ("task_id", Schema.string("The task or batch", least: 1, most: 100)),
                ("seconds", Schema.number("How long to wait at most", 1...50, standard: 25)),
            ], required: ["task_id"]),
        outputSchema: Schema.result(
            GetGenerationStatus.fields,
            required: ["task_id", "status", "progress", "estimated_remaining", "result_urls", "message"]),
        isReadOnly: true, waitsForTask: true, icon: .clock, view: ViewResource.task)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let id = arguments["task_id"]?.string ?? ""
        _ = try await watch.known(id, ownedBy: context.owner)
        let reports = ProgressReports(context.progress)
        _ = await Deadline.run(seconds: arguments["seconds"]?.number ?? 25) {
            await whileBeating(reports, id) {
                await watch.follow(id) { reports.tell($0.progress, $0.message ?? $0.state.rawValue) }
            }
        }
        return try await status.call(["task_id": .string(id)], in: context)
    }

    /// The finished files: never their bytes.
    public func links(in output: JSONObject) -> [ResourceLink] {
        (output["result_urls"]?.array ?? []).compactMap(\.string).map { url in
            let name = url.split(separator: "/").last.map(String.init) ?? url
            return ResourceLink(uri: url, name: name, mimeType: VideoFiles.type(of: name))
        }
    }

    /// Runs `body` and reports by the clock meanwhile: clients count the time between reports, not the steps.
    private func whileBeating(
        _ reports: ProgressReports, _ id: String, _ body: @escaping @Sendable () async -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await body() }
            group.addTask {
                // Ends with the group: a sleep that is cancelled throws.
                while (try? await Task.sleep(for: .seconds(heartbeat))) != nil {
                    guard let task = watch.status(of: id) else { return }
                    reports.beat(task.progress, task.message ?? task.state.rawValue)
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
