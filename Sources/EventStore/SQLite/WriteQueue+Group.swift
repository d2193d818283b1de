extension WriteQueue {
    /// What the writer takes at once.
    struct Group {
        var jobs: [Job] = []
        var sealed: [Segment] = []
        /// What else the writer does, on its thread.
        var errands: [@Sendable (LogWriter) -> Void] = []
        var isClosing = false
        /// An appender that committed in the writer's place found that the log needs looking after.
        var wantsUpkeep = false
        /// Nothing has come for ``lull``, for the first time since something did.
        var isLull = false

        var isEmpty: Bool { jobs.isEmpty && !wantsUpkeep && hasOnlyJobs }

        var hasOnlyJobs: Bool { sealed.isEmpty && errands.isEmpty && !isClosing }

        /// Leaves the jobs that fill segments, where some do, and gives the others.
        ///
        /// - Parameter unsealed: events that the first segment begins with.
        mutating func split(after unsealed: Int) -> [Job] {
            let events = unsealed + jobs.eventCount
            var place = unsealed
            let full = events - events % Segment.sealedCount
            let end = jobs.firstIndex { job in
                defer { place += job.events.count }
                return place >= full
            }
            guard full > unsealed, let end else { return [] }
            defer { jobs.removeSubrange(end...) }
            return Array(jobs[end...])
        }
    }
}
