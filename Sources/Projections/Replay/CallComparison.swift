public import EventStore

/// What differs between the calls of a tool that failed and those that did not.
public struct CallComparison: Sendable {
    private let log: any EventLog
    private let limit: Int

    /// - Parameter limit: of the latest calls so many are looked at.
    public init(log: any EventLog, limit: Int = 2000) {
        self.log = log
        self.limit = limit
    }

    /// The body of `GET /v1/events/compare`.
    ///
    /// - Parameters:
    ///   - tool: nil for all tools.
    ///   - selection: time and last position that count; types are set here.
    ///   - start: only calls that ended after it.
    public func compare(
        tool: String?, in selection: Selection, after start: Position = Position(0), top: Int
    ) async throws(StorageError) -> JSON {
        var ranking = AttributeRanking()
        for event in try await ends(of: tool, in: selection, after: start) {
            guard let call = event.body(as: ToolCompleted.self) else { continue }
            let hasFailed = call.outcome == .toolError || call.outcome == .error
            let isFailing = if hasFailed { true } else { try await hasFailedTask(call) }
            ranking.add(try await attributes(of: event, call), isFailing: isFailing)
        }
        return ranking.json(limit: top)
    }

    /// Whether the task that a call only set going failed later on.
    private func hasFailedTask(_ call: ToolCompleted) async throws(StorageError) -> Bool {
        guard let task = (call.result["task_id"] ?? call.result["batch_id"])?.string,
            let stream = StreamName("task-\(task)")
        else { return false }
        let failures = Selection(types: [TypePattern(TaskFailed.type.name)], stream: stream)
        return try await !log.read(failures, after: .start, limit: 1).events.isEmpty
    }

    private func ends(
        of tool: String?, in selection: Selection, after start: Position
    ) async throws(StorageError) -> [RecordedEvent] {
        var selection = selection
        selection.types = [TypePattern(ToolCompleted.type.name)]
        var found: [RecordedEvent] = []
        var place: Position?
        while found.count < limit {
            let page = try await log.readBackwards(selection, before: place, limit: 1024)
            found += page.events.filter {
                $0.position > start && (tool == nil || $0.body(as: ToolCompleted.self)?.tool == tool)
            }
            place = page.through
            if page.isLast || page.through <= start { break }
        }
        return Array(found.prefix(limit))
    }

    /// What was asked, by whom and how: of the request, and of the spans of the call's own trace.
    private func attributes(of event: RecordedEvent, _ call: ToolCompleted) async throws(StorageError) -> [String: JSON]
    {
        var found: [String: JSON] = ["tool": .string(call.tool)]
        found["principal"] = event.metadata.principal.map(JSON.string)
        guard let request = try await request(of: event, call) else { return found }
        found["transport"] = .string(request.transport)
        found["revision"] = .string(request.revision)
        found["client"] = request.client.map(JSON.string)
        let arguments = request.params["arguments"] ?? request.params
        found.merge(AttributeRanking.leaves(of: arguments, at: "arguments")) { first, _ in first }
        return found
    }

    /// The request stands shortly before its end in the same stream.
    private func request(of event: RecordedEvent, _ call: ToolCompleted) async throws(StorageError) -> RequestReceived?
    {
        let selection = Selection(types: [TypePattern(RequestReceived.type.name)], stream: event.stream)
        let page = try await log.readBackwards(selection, before: event.position, limit: 64)
        return page.events.lazy.compactMap { $0.body(as: RequestReceived.self) }.first { $0.request == call.request }
    }
}
