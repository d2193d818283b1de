import EventStore

extension Configuration {
    /// What the log keeps of what passes through.
    struct Recording: Equatable, Sendable {
        var providerAnswers = RecordingPolicy.full
    }

    /// What running a recorded call again may cost.
    struct Replay: Equatable, Sendable {
        /// Where sandboxes are made; nil: the system's folder for temporary files.
        var folder: String?
        var seconds = 600
        var megabytes = 2048
        /// Sandboxes at work at once; one more waits.
        var concurrent = 1
    }
}
