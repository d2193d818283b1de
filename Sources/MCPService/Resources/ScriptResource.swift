public import EventStore
import Projections

/// `script://{id}`: what a task's video or voice says.
public struct ScriptResource: ResourceKind {
    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ResourceTemplate(
        uriTemplate: "script://{id}", name: "script", title: "A script",
        description: "The text that a task's video speaks.",
        mimeType: "text/plain", icon: .film)

    public func isVisible(_ uri: ResourceURI, to owner: String) -> Bool { sight.isTask(of: uri, ownedBy: owner) }

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        guard uri.path.count == 1 else { throw ResourceError.notFound }
        guard let task = await TaskWatch(log: sight.log, host: sight.host).find(uri.path[0]),
            let script = Self.script(of: task)
        else { throw ResourceError.notFound }
        return [ResourceContents(uri: uri.text, mimeType: "text/plain", .text(script))]
    }

    public func changes(_ uri: ResourceURI, by event: RecordedEvent) -> Bool {
        event.stream.category == "task" && event.stream.id == uri.path.first ?? ""
            && [TaskStageCompleted.type, TaskCompleted.type].contains(event.type)
    }

    public func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String] {
        guard variable == "id" else { return [] }
        return TaskCompletion(host: sight.host, owner: owner).ids(prefix) { Self.script(of: $0) != nil }
    }

    /// What was written, else what was given.
    private static func script(of task: TaskStatus) -> String? {
        let places = [
            task.finished("script")?.result["text"], task.result?["script"], task.input["video_script"],
            task.input["text"],
        ]
        return places.lazy.compactMap { $0?.string }.first { !$0.isEmpty }
    }
}
