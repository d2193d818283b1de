import Synchronization

/// How many exports are at work at once: each holds its body and what it becomes in memory.
final class ExportAdmission: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// Does the work, or gives nil where too much is at work.
    func admit<Answer>(_ work: () async -> Answer) async -> Answer? {
        let isAdmitted = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { return nil }
        defer { count.withLock { $0 -= 1 } }
        return await work()
    }
}
