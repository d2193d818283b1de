public import EventStore

/// Finds the finished videos of tasks: the log names them, a folder holds them.
public struct FinishedVideos: Sendable {
    private let log: any EventLog
    private let folder: String
    private let last: Position?

    /// - Parameters:
    ///   - folder: the data folder, absolute.
    ///   - last: videos that were finished later do not count; nil for all.
    public init(log: any EventLog, folder: String, through last: Position? = nil) {
        self.log = log
        self.folder = folder
        self.last = last
    }

    /// The path of the final video that a task's own events name.
    func path(of task: String) async -> String? {
        guard let stream = StreamName("task-\(task)"),
            let events = try? await log.readAll(Selection(stream: stream, through: last))
        else { return nil }
        let outputs = events.compactMap { $0.body(as: TaskStageCompleted.self) }.flatMap(\.outputs)
        return outputs.last { $0.path.hasSuffix("/final.mp4") }.map { folder + "/" + $0.path }
    }
}
