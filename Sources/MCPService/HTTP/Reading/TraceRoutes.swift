import EventStore
import Hummingbird
import Projections

/// Traces, found, shown as trees of spans, and compared; now or as of any position or time with `?at=`.
///
/// `GET /v1/traces`, `GET /v1/traces/{id}` and `GET /v1/traces/compare?a=&b=`.
struct TraceRoutes: Sendable {
    let log: any EventLog
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/traces") { call, _ in await HTTPAnswer.reading { try await search(Query(call)) } }
        router.get("v1/traces/compare") { call, _ in await HTTPAnswer.reading { try await compare(Query(call)) } }
        router.get("v1/traces/:id") { call, context in
            await HTTPAnswer.reading { try await one(context.parameters.get("id") ?? "", Query(call), context.owner) }
        }
    }

    private func one(_ hex: String, _ query: Query, _ owner: String?) async throws -> HTTPAnswer {
        let id = try Self.id(hex, of: "id")
        let position = try await PastView(host: host).position(query)
        guard try await isVisible(id, to: owner), let trace = try await Trace.read(id, from: log, asOf: position) else {
            return .problem(.notFound, "there is no such trace")
        }
        return .json(trace)
    }

    /// A trace is somebody's where no event of it is another's: whoever knows an id can add to a trace.
    private func isVisible(_ id: TraceID, to owner: String?) async throws -> Bool {
        guard let owner else { return true }
        let owners = Set(try await log.readAll(Selection(trace: id)).compactMap(\.metadata.principal))
        return owners == [owner]
    }

    private func search(_ query: Query) async throws -> HTTPAnswer {
        var wanted = try Self.traceQuery(query)
        wanted.through = try await PastView(host: host).position(query)
        let from = try query.int("from", in: 1...Int.max).map { Position(UInt64($0)) }
        let answer = try await TraceSearch(log: log).find(
            wanted, before: from, limit: try query.int("limit", in: 1...100) ?? 20)
        var body: JSONObject = ["traces": .array(answer.traces)]
        if let next = answer.next { body["next"] = .int(Int(next.value)) }
        return .json(.object(body))
    }

    private func compare(_ query: Query) async throws -> HTTPAnswer {
        let position = try await PastView(host: host).position(query)
        var sides: [[RecordedEvent]] = []
        for name in ["a", "b"] {
            let id = try Self.id(query.text(name) ?? "", of: name)
            let events = try await log.readAll(Selection(trace: id, through: position))
            guard !events.isEmpty else { return .problem(.notFound, "there is no such trace", field: name) }
            sides.append(events)
        }
        return .json(TraceComparison.json(sides[0], sides[1]))
    }

    private static func traceQuery(_ query: Query) throws(ParameterError) -> TraceQuery {
        var wanted = TraceQuery()
        wanted.service = query.text("service")
        wanted.operation = query.text("operation").map { TypePattern($0) }
        wanted.tool = query.text("tool")
        wanted.status = try query.choice("status", of: ["ok", "error", "unset"]).flatMap(SpanEnded.Status.init)
        wanted.shortest = try query.number("min", in: 0...1e9)
        wanted.longest = try query.number("max", in: 0...1e9)
        wanted.since = try query.time("since")
        wanted.until = try query.time("until")
        for text in query.texts("attribute") {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ParameterError("attribute", "'attribute' must have the form name=value, not '\(text)'")
            }
            wanted.attributes.append((name: parts[0], value: parts[1]))
        }
        return wanted
    }

    static func id(_ hex: String, of field: String) throws(ParameterError) -> TraceID {
        guard let id = TraceID(hex: hex) else {
            throw ParameterError(field, "'\(field)' must be 32 hexadecimal digits")
        }
        return id
    }
}
