public import EventStore
import Synchronization

extension SeriesHost {
    private enum Arrival { case applied, late, stopped }

    /// Returns once `position` has been applied.
    public func wait(for position: Position, timeout: Duration? = nil) async throws(ProjectionError) {
        if self.position >= position { return }
        let limit = timeout ?? defaultTimeout
        let arrival = await withTaskGroup(of: Arrival.self) { group in
            group.addTask { await self.arrival(of: position) ? .applied : .stopped }
            group.addTask { (try? await Task.sleep(for: limit)) == nil ? .stopped : .late }
            let first = await group.next() ?? .stopped
            group.cancelAll()
            return first
        }
        switch arrival {
        case .applied: return
        case .late: throw .timedOut(waitingFor: position, at: self.position)
        case .stopped: throw .stopped(waitingFor: position)
        }
    }

    private func arrival(of position: Position) async -> Bool {
        let id = state.withLock { $0.makeWaiterID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    return state.add(continuation, id: id, for: position)
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.removeWaiter(id) }?.resume(returning: false)
        }
    }
}
