public import EventStore
import Foundation
public import Projections

/// Takes the files of a task that is over from the disk; what happened stays in the log.
public struct RemoveTaskFiles: Tool {
    let log: any EventLog
    let host: ProjectionHost
    /// The data folder, absolute.
    let folder: String

    public init(log: any EventLog, host: ProjectionHost, folder: String) {
        self.log = log
        self.host = host
        self.folder = folder
    }

    public let definition = ToolDefinition(
        name: "remove_task_files", title: "Remove a task's files",
        description: """
            Removes the videos, voices, subtitles and pictures that a task, or the tasks of a batch, left on the disk. They \
            cannot be had again; the task itself and its events stay.
            """,
        category: "monitoring",
        inputSchema: Schema.object(
            [("task_id", Schema.string("The task or batch, which must be over", least: 1, most: 100))],
            required: ["task_id"]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("What was done")), ("task_id", Schema.string("The task")),
                ("bytes", Schema.integer("That its files held")),
            ], required: ["message", "task_id", "bytes"]),
        isReadOnly: false, waitsForTask: false, isDestructive: true, isIdempotent: true, icon: .film)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let id = arguments["task_id"]?.string ?? ""
        let task = try await TaskWatch(log: log, host: host).known(id, ownedBy: context.owner)
        guard task.state.isFinished else {
            throw ToolError(
                .conflict, "The task is \(task.state.rawValue): its files are in use",
                hint: "wait for its end, or ask cancel_task")
        }
        var bytes = 0
        for task in [id] + task.children { bytes += try await remove(task, context) }
        let words = bytes == 0 ? "It had no files" : "Its files are removed"
        return ["message": .string(words), "task_id": .string(id), "bytes": .int(bytes)]
    }

    /// Gives the bytes that the log knew of; 0 where nothing was there.
    private func remove(_ task: String, _ context: ToolContext) async throws(ToolError) -> Int {
        let place = "\(folder)/tasks/\(task)"
        guard FileManager.default.fileExists(atPath: place) else { return 0 }
        let bytes = await VideoFiles(log: log, folder: folder).outputs(of: task).reduce(0) { $0 + $1.bytes }
        do {
            // The files first: were the log told first, and the service ended, they would lie there uncounted.
            try FileManager.default.removeItem(atPath: place)
        } catch {
            throw ToolError(.failed, "Some files of \(task) cannot be removed", hint: "ask the operator of the service")
        }
        do throws(AppendError) {
            let position = try await log.append(
                [TaskFilesRemoved(task: task, bytes: bytes)], to: TaskEvents.stream(of: task), durability: .synced,
                metadata: EventMetadata(trace: context.trace, principal: context.principal)
            ).last
            try? await host.wait(for: position, timeout: .seconds(2))
        } catch {
            throw TaskDesk.toolError(error)
        }
        return bytes
    }
}
