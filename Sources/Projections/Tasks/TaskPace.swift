import EventStore

/// How fast a task goes, and so when it will be done.
///
/// Starts from the estimate the task was created with. Once it is claimed, the measured rate of progress counts
/// for more the more of the work it has seen, and alone from a fifth of it.
struct TaskPace: Codable, Equatable, Sendable {
    private static let trustedShare = 0.2

    private let estimate: Double
    private var startedAt: Timestamp
    private var startProgress = 0.0
    private(set) var completion: Timestamp

    init(estimate: Double, from time: Timestamp) {
        self.estimate = estimate
        startedAt = time
        completion = time.advanced(bySeconds: estimate)
    }

    /// A worker begins, or begins again, with some of the work already done.
    mutating func begin(at time: Timestamp, progress: Double) {
        startedAt = time
        startProgress = progress
        completion = time.advanced(bySeconds: estimate * (1 - progress))
    }

    mutating func move(to progress: Double, at time: Timestamp) {
        let expected = estimate * (1 - progress)
        let done = progress - startProgress
        guard done > 0 else { return completion = time.advanced(bySeconds: expected) }
        let measured = (1 - progress) * time.seconds(since: startedAt) / done
        let trust = min(1, done / Self.trustedShare)
        completion = time.advanced(bySeconds: trust * measured + (1 - trust) * expected)
    }
}
