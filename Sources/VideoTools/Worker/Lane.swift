/// A place where only so many may be at work at once; the others wait in order.
actor Lane {
    private var free: Int
    private var waiters: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastID = 0

    /// - Parameter width: how many may work at once, at least 1.
    init(width: Int) { free = max(1, width) }

    /// Runs `body` when there is room; nil where the task was cancelled while it waited.
    func run<T: Sendable>(_ body: @Sendable () async -> T) async -> T? {
        guard await enter() else { return nil }
        defer { leave() }
        return await body()
    }

    private func enter() async -> Bool {
        if Task.isCancelled { return false }
        if free > 0 {
            free -= 1
            return true
        }
        lastID += 1
        let id = lastID
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiters.append((id, $0)) }
        } onCancel: {
            // why: a cancellation handler is synchronous, and only the actor may touch its waiters.
            Task { await self.abandon(id) }
        }
    }

    private func leave() {
        guard !waiters.isEmpty else {
            free += 1
            return
        }
        waiters.removeFirst().continuation.resume(returning: true)
    }

    private func abandon(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(returning: false)
    }
}
