import EventStore
import Projections

/// Tasks as the extension `io.modelcontextprotocol/tasks` shows them: the same tasks that the tools name.
struct TaskWire: Sendable {
    /// How long a finished task can be asked for, and how often it should be: milliseconds.
    static let lifetime = 3_600_000
    static let pollInterval = 2000

    let host: ProjectionHost
    let log: any EventLog
    let tools: ToolRegistry

    func status(of id: String) -> TaskStatus? { host.read(TaskBoard.self) { $0.value.task(id) } }

    /// The task, also where it was made a moment ago.
    func current(_ id: String) async -> TaskStatus? { await TaskWatch(log: log, host: host).find(id) }

    /// What every message of a task says.
    func task(_ status: TaskStatus) -> JSONObject {
        [
            "taskId": .string(status.id), "status": .string(Self.word(for: status)),
            "statusMessage": .string(Self.message(of: status)), "createdAt": .string(status.createdAt.iso8601),
            "lastUpdatedAt": .string(status.updatedAt.iso8601), "ttlMs": .int(Self.lifetime),
            "pollIntervalMs": .int(Self.pollInterval),
        ]
    }

    /// The same with its result once it is over.
    func detailed(_ status: TaskStatus) -> JSONObject {
        var task = task(status)
        switch status.state {
        case .complete: task["result"] = .object(result(of: status))
        case .failed:
            let why = status.failure.map { ToolError(.failed, $0.message, hint: $0.hint).description } ?? "it failed"
            task["result"] = .object(["content": [["type": "text", "text": .string(why)]], "isError": true])
        case .queued, .processing, .cancelled: break
        }
        return task
    }

    /// A task that failed has a result too: that the tool could not do it.
    ///
    /// Faults of the protocol are another thing.
    private static func word(for status: TaskStatus) -> String {
        switch status.state {
        case .queued, .processing: "working"
        case .complete, .failed: "completed"
        case .cancelled: "cancelled"
        }
    }

    private static func message(of status: TaskStatus) -> String {
        let words = status.failure?.message ?? status.message ?? status.state.rawValue
        return status.state.isFinished ? words : "\(Int(status.progress * 100)) %: \(words)"
    }

    /// The result of the tool's call, as the tool's own output schema has it.
    private func result(of status: TaskStatus) -> JSONObject {
        let done = status.result?.object ?? [:]
        let tool = tools[status.tool] as? any TaskTool
        let output = tool?.output(of: status, done) ?? done
        let links = (done["result_urls"]?.array ?? []).compactMap(\.string).map { url in
            let name = url.split(separator: "/").last.map(String.init) ?? url
            return ResourceLink(uri: url, name: name, mimeType: VideoFiles.type(of: name)).json
        }
        return [
            "content": .array([["type": "text", "text": .string(JSON.object(output).text)]] + links),
            "structuredContent": .object(output), "isError": false,
        ]
    }
}
