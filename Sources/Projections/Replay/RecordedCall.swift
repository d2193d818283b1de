public import EventStore

/// One tool call as the log tells it: what was asked, what came of it, and the tasks that it set going.
public struct RecordedCall: Sendable {
    /// A task of the call, or of a batch of it.
    public struct Work: Sendable {
        public let created: TaskCreated
        public let events: [RecordedEvent]

        /// The event that ended it; nil while it goes on.
        var end: (any Event)? {
            events.lazy.compactMap(\.body).first { $0 is TaskCompleted || $0 is TaskFailed || $0 is TaskCancelled }
        }
    }

    public let received: RecordedEvent
    public let request: RequestReceived
    /// The events of the request itself, in order.
    public let own: [RecordedEvent]
    /// In the order in which they were created.
    public let work: [Work]

    /// The name that was called, registered or not.
    public var tool: String { request.params["name"]?.string ?? "" }
    public var completed: ToolCompleted? { own.lazy.compactMap { $0.body(as: ToolCompleted.self) }.first }

    /// Where the answer stands in the log; nil where it was never given.
    public var answered: Position? { own.last { $0.type == RequestCompleted.type }?.position }

    /// Whether everything that it set going has come to an end.
    public var isOver: Bool { answered != nil && work.allSatisfy { $0.end != nil } }

    /// What providers answered, in the order in which they did.
    public var providerAnswers: [ProviderAnswered] {
        work.flatMap(\.events).compactMap { $0.body(as: ProviderAnswered.self) }
    }

    /// Whether it was answered with what an earlier call had found.
    public var isFromCache: Bool {
        own.contains { $0.body(as: SpanEnded.self)?.attributes["moneyprinter.cache"] == "hit" }
    }

    /// Why it failed, in words that are the same where it fails the same way again; nil where it did not.
    public var failure: String? {
        if let call = completed, call.outcome != .success { return call.result.string ?? call.result.text }
        let code = own.lazy.compactMap { $0.body(as: RequestCompleted.self)?.errorCode }.first
        if let code { return "the request failed with error \(code)" }
        for work in work {
            if let failed = work.end as? TaskFailed {
                return "\(failed.stage) failed (\(failed.code)): \(failed.message)"
            }
            if let cancelled = work.end as? TaskCancelled { return "the task was cancelled: \(cancelled.reason)" }
        }
        return nil
    }
}
