import EventStore
import Foundation

/// The files that tasks made, as their own events name them: no path of a client ever reaches the file system.
struct VideoFiles: Sendable {
    let log: any EventLog
    /// Absolute path of the data folder.
    let folder: String

    /// What a task's events say of a file; nil where they name none of that name.
    ///
    /// - Parameter owner: whose tasks alone are looked at; nil for everybody's.
    func output(named name: String, of task: String, ownedBy owner: String? = nil) async -> StageOutput? {
        let outputs = await outputs(of: task, ownedBy: owner).reversed()
        return outputs.first { $0.path.split(separator: "/").last.map(String.init) == name }
    }

    /// Every file of a task, in the order it was made.
    func outputs(of task: String, ownedBy owner: String? = nil) async -> [StageOutput] {
        guard let stream = StreamName("task-\(task)") else { return [] }
        let types = [TaskCreated.type.name, TaskStageCompleted.type.name].map { TypePattern($0) }
        let events = (try? await log.readAll(Selection(types: types, stream: stream))) ?? []
        // Whoever made the task owns its files.
        let maker = events.first { $0.body is TaskCreated }?.metadata.principal
        guard owner == nil || maker == owner else { return [] }
        return events.compactMap { $0.body(as: TaskStageCompleted.self) }.flatMap(\.outputs)
    }

    static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "mp4": "video/mp4"
        case "wav": "audio/wav"
        case "jpg": "image/jpeg"
        case "srt": "application/x-subrip"
        case "vtt": "text/vtt"
        case "json": "application/json"
        default: "application/octet-stream"
        }
    }
}
