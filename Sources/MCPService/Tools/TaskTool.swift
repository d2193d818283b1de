import EventStore
import Projections

/// A tool whose work is a task in the log: clients that know tasks get the task, others its result or its name.
protocol TaskTool: Tool {
    /// Creates the task; it is on the disk when this returns.
    ///
    /// - Parameter arguments: checked, defaults filled in.
    func begin(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> TaskDesk.Ticket

    /// What the tool says once the task is complete, in the shape of its output schema.
    func output(of task: TaskStatus, _ result: JSONObject) -> JSONObject
}

extension TaskTool {
    func output(of task: TaskStatus, _ result: JSONObject) -> JSONObject { result }
}
