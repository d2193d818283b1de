import Access
import EventStore
import Hummingbird
import Projections

/// Silences: alerts that match are told to nobody for a while.
///
/// `GET` and `POST /v1/alerts/silences`, `DELETE /v1/alerts/silences/{id}`.
struct SilenceRoutes: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let functions: AlertFunctions
    let clock: any WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("v1/alerts/silences") { call, _ in await HTTPAnswer.alerting { try await list(Query(call)) } }
        router.post("v1/alerts/silences") { call, context in
            await HTTPAnswer.alerting { try await order(try await call.json(upTo: Self.bodyLimit), context.caller) }
        }
        router.delete("v1/alerts/silences/:id") { call, context in
            await HTTPAnswer.alerting { try await end(context.parameters.get("id") ?? "", Query(call), context.caller) }
        }
    }

    private func list(_ query: Query) async throws -> HTTPAnswer {
        let view = try await PastView(host: host).view(Silences.self, query)
        // Of the past the moment counts, of now the clock: a quiet log stands still.
        let now = query.text("at") == nil ? clock.now() : view.time ?? clock.now()
        return .json(["position": .int(Int(view.position.value)), "silences": view.value.json(at: now)])
    }

    private func order(_ body: JSON, _ caller: Caller) async throws -> HTTPAnswer {
        let matchers = (body["matchers"]?.array ?? []).compactMap(\.string)
        guard !matchers.isEmpty, matchers.count == body["matchers"]?.array?.count else {
            throw ParameterError("matchers", "'matchers' must hold at least one text such as severity=\"info\"")
        }
        try functions.check(matchers)
        let start = try Query.moment("start", of: body) ?? clock.now()
        let end = try end(of: body, start)
        guard let comment = body["comment"]?.string, !comment.isEmpty else {
            throw ParameterError("comment", "'comment' must say why")
        }
        let id = "\(SpanID.random().hex)"
        let silence = AlertSilenced(
            id: id, matchers: matchers, author: body["author"]?.string ?? caller.principal.id, comment: comment,
            start: start, end: end)
        let last = try await append(silence, id, caller)
        let found = try await host.view(Silences.self, including: last).value.silence(id)
        return .json(found?.json(at: clock.now()) ?? .null, status: .created)
    }

    private func end(of body: JSON, _ start: Timestamp) throws(ParameterError) -> Timestamp {
        if let seconds = body["seconds"]?.number {
            guard seconds > 0, seconds <= Self.longest else {
                throw ParameterError("seconds", "'seconds' must be more than 0 and at most \(Int(Self.longest))")
            }
            return start.advanced(bySeconds: seconds)
        }
        guard let end = try Query.moment("end", of: body), end > start else {
            throw ParameterError("end", "'end' must be a time after 'start', or 'seconds' a number")
        }
        return end
    }

    private func end(_ id: String, _ query: Query, _ caller: Caller) async throws -> HTTPAnswer {
        guard host.read(Silences.self, { $0.value.silence(id) != nil }) else {
            return .problem(.notFound, "there is no such silence")
        }
        let last = try await append(
            AlertSilenceExpired(id: id, author: query.text("author") ?? caller.principal.id), id, caller)
        let found = try await host.view(Silences.self, including: last).value.silence(id)
        return .json(found?.json(at: clock.now()) ?? .null)
    }

    private func append(_ event: any Event, _ id: String, _ caller: Caller) async throws -> Position {
        try await log.append(
            [event], to: AlertEvents.stream(ofSilence: id), durability: .synced,
            metadata: EventMetadata(principal: caller.principal.id)
        ).last
    }

    private static let bodyLimit = 65_536
    private static let longest = 366 * 86_400.0
}
