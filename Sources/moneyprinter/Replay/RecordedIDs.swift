import EventStore
import MCPService
import Projections
import Synchronization

/// Hands out the task ids of a recorded call again, in their order: what follows from an id is then the same.
final class RecordedIDs: Sendable {
    private let left: Mutex<[String]>

    init(_ call: RecordedCall) {
        left = Mutex(call.work.filter { $0.created.parent == nil }.map(\.created.task))
    }

    /// The next recorded id of that prefix; a new one where today's build makes more tasks than were made then.
    func next(_ prefix: String) -> String {
        left.withLock { left in
            left.firstIndex { $0.hasPrefix(prefix) }.map { left.remove(at: $0) }
        } ?? TaskDesk.randomID(prefix)
    }
}
