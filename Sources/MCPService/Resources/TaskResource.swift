public import EventStore
import Projections

/// `task://{id}`: a task as its events tell it, now or in the past.
public struct TaskResource: ResourceKind {
    /// Tasks in the list.
    static let listed = 50

    let sight: Sight

    public init(sight: Sight) { self.sight = sight }

    public let definition = ResourceTemplate(
        uriTemplate: "task://{id}{?at}", name: "task", title: "A task",
        description: "Where a task stands: its input, stages, result or error. 'at' is a position or time of the past.",
        mimeType: "application/json", icon: .clock)

    public func list(for owner: String?) async -> [ResourceEntry] {
        sight.host.read(TaskBoard.self) { $0.value.tasks(owner: owner, limit: Self.listed) }.map { task in
            ResourceEntry(
                uri: "task://\(task.id)", name: task.id, title: "\(task.tool): \(task.state.rawValue)",
                description: task.message, mimeType: "application/json", modified: task.updatedAt)
        }
    }

    public func isVisible(_ uri: ResourceURI, to owner: String) -> Bool { sight.isTask(of: uri, ownedBy: owner) }

    public func read(_ uri: ResourceURI) async throws -> [ResourceContents] {
        guard uri.path.count == 1 else { throw ResourceError.notFound }
        let view = try await PastView(host: sight.host).view(TaskBoard.self, uri.parameters)
        guard let task = view.value.task(uri.path[0]) else { throw ResourceError.notFound }
        return [ResourceContents(uri, task.json(now: view.time))]
    }

    public func changes(_ uri: ResourceURI, by event: RecordedEvent) -> Bool {
        guard event.stream.category == "task", let id = uri.path.first else { return false }
        if event.stream.id == id { return true }
        // A batch is what its tasks are.
        guard id.hasPrefix("batch_") else { return false }
        return sight.host.read(TaskBoard.self) { $0.value.task(String(event.stream.id))?.parent } == id
    }

    public func changesList(by event: RecordedEvent, for owner: String?) -> Bool {
        [TaskCreated.type, TaskCompleted.type, TaskFailed.type, TaskCancelled.type].contains(event.type)
            && sight.isTask(of: event, ownedBy: owner)
    }

    public func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String] {
        variable == "id" ? TaskCompletion(host: sight.host, owner: owner).ids(prefix) : []
    }
}

/// The task ids that begin so, the latest first.
struct TaskCompletion: Sendable {
    let host: ProjectionHost
    var owner: String?

    func ids(_ prefix: String, where isWanted: (TaskStatus) -> Bool = { _ in true }) -> [String] {
        host.read(TaskBoard.self) { $0.value.tasks(owner: owner, limit: 1000) }
            .filter { $0.id.hasPrefix(prefix) && isWanted($0) }.map(\.id)
    }
}
