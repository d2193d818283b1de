import EventStore

/// Finds events of the log for whoever asks: by the route, or by the tool.
struct EventSearch: Sendable {
    private static let limits = 1...1000

    let log: any EventLog

    /// Events in order after `from`, or the latest first with `order=desc`.
    ///
    /// - Parameter owner: whose events alone are shown; nil for everybody's.
    func find(_ query: Query, ownedBy owner: String? = nil) async throws -> JSON {
        var selection = try Self.selection(query)
        if let owner {
            guard selection.principal == nil || selection.principal == owner else {
                throw ParameterError("principal", "'principal' may only be yourself: others' events are not shown")
            }
            selection.principal = owner
        }
        let limit = try query.int("limit", in: Self.limits) ?? 100
        let from = try query.int("from", in: 1...Int.max).map { Position(UInt64($0)) }
        let isBackwards = try query.choice("order", of: ["asc", "desc"]) == "desc"
        let page =
            isBackwards
            ? try await log.readBackwards(selection, before: from, limit: limit)
            : try await log.read(selection, after: Position((from?.value ?? 1) - 1), limit: limit)
        return Self.json(page, head: log.head, isBackwards: isBackwards)
    }

    /// The event at a position; nil where there is none.
    func event(at number: UInt64) async throws -> RecordedEvent? {
        guard number > 0 else { return nil }
        return try await log.read(.all, after: Position(number - 1), limit: 1).events.first
    }

    private static func json(_ page: Page, head: Position, isBackwards: Bool) -> JSON {
        var object: JSONObject = ["events": .array(page.events.map(\.json)), "head": .int(Int(head.value))]
        if !page.isLast {
            let next = isBackwards ? page.through : page.through.advanced(by: 1)
            object["next"] = .int(Int(next.value))
        }
        return .object(object)
    }

    static func selection(_ query: Query) throws(ParameterError) -> Selection {
        var selection = Selection(
            types: query.text("type")?.split(separator: ",").map { TypePattern(String($0)) } ?? [],
            category: query.text("category"), principal: query.text("principal"))
        if let name = query.text("stream") {
            guard let stream = StreamName(name) else {
                throw ParameterError("stream", "'stream' must have the form category-id, not '\(name)'")
            }
            selection.stream = stream
        }
        if let hex = query.text("trace") {
            guard let trace = TraceID(hex: hex) else {
                throw ParameterError("trace", "'trace' must be 32 hexadecimal digits, not '\(hex)'")
            }
            selection.trace = trace
        }
        selection.through = try query.int("to", in: 1...Int.max).map { Position(UInt64($0)) }
        selection.since = try query.time("since")
        selection.until = try query.time("until")
        return selection
    }
}
