import EventStore

extension TaskStatus {
    mutating func claim(_ fact: TaskClaimed, at time: Timestamp) {
        state = .processing
        worker = fact.worker
        attempt = fact.attempt
        claimedAt = time
        pace.begin(at: time, progress: progress)
    }

    mutating func progress(to fact: TaskProgressed, at time: Timestamp) {
        stage = fact.stage
        message = fact.message
        guard fact.progress.isFinite else { return }
        progress = min(1, max(0, fact.progress))
        pace.move(to: progress, at: time)
    }

    /// A stage done again replaces its earlier record.
    mutating func finish(_ done: FinishedStage) {
        finishedStages.removeAll { $0.stage == done.stage }
        finishedStages.append(done)
    }

    mutating func complete(_ fact: TaskCompleted, at time: Timestamp) {
        end(.complete, at: time)
        progress = 1
        result = fact.result
        seconds = fact.seconds
    }

    mutating func fail(_ fact: TaskFailed, at time: Timestamp) {
        end(.failed, at: time)
        failure = Failure(stage: fact.stage, code: fact.code, message: fact.message, hint: fact.hint)
        message = fact.message
    }

    mutating func cancel(_ fact: TaskCancelled, at time: Timestamp) {
        end(.cancelled, at: time)
        cancelReason = fact.reason
    }

    /// A batch is as far as its tasks are; over when as many are over as its `subjects` ask for.
    ///
    /// It is complete where at least one is, failed where one failed and none is complete, else cancelled.
    ///
    /// - Parameter running: the progress of each task that a worker has.
    mutating func settle(running: [Double], at event: RecordedEvent) {
        guard kind == .batch, !children.isEmpty else { return }
        let expected = max(input["subjects"]?.array?.count ?? 0, children.count)
        let ended = childEnds.values.reduce(0, +)
        updated = event.position
        updatedAt = event.time
        if claimedAt == nil, ended + running.count > 0 {
            state = .processing
            claimedAt = event.time
            pace.begin(at: event.time, progress: 0)
        }
        progress = (Double(ended) + running.reduce(0, +)) / Double(expected)
        if claimedAt != nil { pace.move(to: progress, at: event.time) }
        guard ended == expected else { return }
        end([.complete, .failed].first { childEnds[$0] != nil } ?? .cancelled, at: event.time)
    }

    private mutating func end(_ outcome: TaskState, at time: Timestamp) {
        state = outcome
        finishedAt = time
    }
}
