public import EventStore

/// Finds tool calls in a log.
public struct RecordedCalls: Sendable {
    /// Events of one trace that are looked at.
    private static let traceLimit = 100_000

    private let log: any EventLog

    public init(log: any EventLog) { self.log = log }

    /// The call; nil where the log holds no tool call of that name.
    public func call(_ reference: CallReference) async throws(StorageError) -> RecordedCall? {
        guard let received = try await received(reference),
            let request = received.body(as: RequestReceived.self), request.method == "tools/call"
        else { return nil }
        return try await call(received, request)
    }

    /// The latest calls of a tool, the latest first, by the positions of their requests.
    ///
    /// A call fails where it was answered with an error, and where its task failed later on.
    ///
    /// - Parameters:
    ///   - tool: nil for all tools.
    ///   - failing: whether those that failed are meant; nil for all.
    public func latest(
        tool: String?, failing: Bool?, last: Int
    ) async throws(StorageError) -> [RecordedCall] {
        let types = [ToolCompleted.type.name] + (failing == false ? [] : [TaskFailed.type.name])
        let selection = Selection(types: types.map { TypePattern($0) })
        var found: [RecordedCall] = []
        var seen: Set<Position> = []
        var place: Position?
        while found.count < last {
            let page = try await log.readBackwards(selection, before: place, limit: 256)
            for event in page.events where found.count < last {
                guard isCandidate(event, tool, failing), let call = try await call(endingAt: event),
                    tool == nil || call.tool == tool, failing == nil || (call.failure != nil) == failing,
                    seen.insert(call.received.position).inserted
                else { continue }
                found.append(call)
            }
            place = page.through
            if page.isLast || page.through <= Position(1) { break }
        }
        return found
    }

    /// Whether an end can be of interest, told without reading more of the log.
    private func isCandidate(_ event: RecordedEvent, _ tool: String?, _ failing: Bool?) -> Bool {
        guard let call = event.body(as: ToolCompleted.self) else { return true }
        guard tool == nil || call.tool == tool else { return false }
        // A call that succeeded may have a task that failed: that one's end leads to it.
        return failing != true || call.outcome != .success
    }

    /// The call that an end belongs to: its own, or that of a task of it.
    private func call(endingAt event: RecordedEvent) async throws(StorageError) -> RecordedCall? {
        guard let trace = event.metadata.trace else { return nil }
        var span = trace.spanID
        if event.type == TaskFailed.type {
            guard let created = try await created(event.stream) else { return nil }
            span = created.metadata.trace?.spanID ?? span
            if let parent = created.body(as: TaskCreated.self)?.parent,
                let batch = try await self.created(TaskEvents.stream(of: parent))
            {
                span = batch.metadata.trace?.spanID ?? span
            }
        }
        let all = try await log.readAll(Selection(types: Self.arrivals, trace: trace.traceID))
        guard let received = all.first(where: { $0.metadata.trace?.spanID == span }),
            let request = received.body(as: RequestReceived.self), request.method == "tools/call"
        else { return nil }
        return try await call(received, request)
    }

    private func created(_ stream: StreamName) async throws(StorageError) -> RecordedEvent? {
        try await log.read(Selection(stream: stream), after: .start, limit: 1).events.first
    }

    private static let arrivals = [TypePattern(RequestReceived.type.name)]

    private func received(_ reference: CallReference) async throws(StorageError) -> RecordedEvent? {
        switch reference {
        case .trace(let trace):
            let all = try await log.readAll(Selection(types: Self.arrivals, trace: trace))
            return all.first { $0.body(as: RequestReceived.self)?.method == "tools/call" }
        case .position(let position):
            let page = try await log.read(.all, after: Position(position.value - 1), limit: 1)
            guard let event = page.events.first, event.position == position, let trace = event.metadata.trace else {
                return nil
            }
            if event.type == RequestReceived.type { return event }
            return try await log.readAll(Selection(types: Self.arrivals, trace: trace.traceID))
                .first { $0.metadata.trace?.spanID == trace.spanID }
        case .request(let span): return try await received(span)
        }
    }

    /// Looks from the end, as what is asked for is mostly of late.
    private func received(_ span: SpanID) async throws(StorageError) -> RecordedEvent? {
        var place: Position?
        while true {
            let page = try await log.readBackwards(Selection(types: Self.arrivals), before: place, limit: 1024)
            if let event = page.events.first(where: { $0.metadata.trace?.spanID == span }) { return event }
            place = page.through
            if page.isLast { return nil }
        }
    }

    /// Gathers what belongs to a request out of its trace, which may hold other requests.
    private func call(
        _ received: RecordedEvent, _ request: RequestReceived
    ) async throws(StorageError) -> RecordedCall? {
        guard let trace = received.metadata.trace else { return nil }
        var events: [RecordedEvent] = []
        var place = Position(received.position.value - 1)
        while events.count < Self.traceLimit {
            let page = try await log.read(Selection(trace: trace.traceID), after: place, limit: 1024)
            events += page.events
            place = page.through
            if page.isLast { break }
        }
        let own = events.filter { $0.stream == received.stream && $0.metadata.trace?.spanID == trace.spanID }
        let streams = Dictionary(grouping: events, by: \.stream)
        var work: [RecordedCall.Work] = []
        for event in events {
            guard let created = event.body(as: TaskCreated.self),
                event.metadata.trace?.spanID == trace.spanID
                    || work.contains(where: { $0.created.task == created.parent })
            else { continue }
            work.append(RecordedCall.Work(created: created, events: streams[event.stream] ?? []))
        }
        return RecordedCall(received: received, request: request, own: own, work: work)
    }
}
