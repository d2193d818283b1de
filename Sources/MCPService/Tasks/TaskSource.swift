import EventStore

/// Tasks beside those of the log, for the methods of the tasks extension.
protocol TaskSource: Sendable {
    /// What `tasks/get` says of it; nil where it has no such task.
    func detailed(_ id: String) async -> JSONObject?
    /// Takes answers to what the task asked.
    func update(_ id: String, _ responses: JSONObject) async
    func cancel(_ id: String) async
}
