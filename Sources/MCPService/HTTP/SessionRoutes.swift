import EventStore
import HTTPTypes
import Hummingbird
import Projections
import ServiceLifecycle

/// `GET` and `DELETE /mcp`: the stream of a session's notifications, streams that were lost, and the session's end.
///
/// Without a session there is neither (405), as 2026-07-28 has it.
struct SessionRoutes: Sendable {
    let endpoint: MCPEndpoint
    private let events = EventStreamBody()

    func add(to router: Router<ServiceContext>) {
        router.get("mcp") { call, context in await withSession(call, context) { try await get(call, context, $0) } }
        router.delete("mcp") { call, context in
            await withSession(call, context) { session in
                endpoint.cancellations.cancelAll(in: session.scope)
                try await session.desk.close(session.id, by: context.caller)
                return .empty(.noContent)
            }
        }
    }

    private func withSession(
        _ call: HTTPCall, _ context: ServiceContext, _ body: (OpenSession) async throws -> HTTPAnswer
    ) async -> HTTPAnswer {
        do {
            guard let session = try endpoint.session(of: call.head, context.caller) else {
                return .empty(.methodNotAllowed, headers: [.allow: "POST"])
            }
            return try await body(session)
        } catch let error as RPCError {
            return MCPAnswer.error(error, nil).http
        } catch {
            return MCPAnswer.error(.unavailable, nil).http
        }
    }

    private func get(_ call: HTTPCall, _ context: ServiceContext, _ session: OpenSession) async throws -> HTTPAnswer {
        guard MCPEndpoint.accepts("text/event-stream", call.head) else {
            throw RPCError(
                -32600, "Invalid request: 'Accept' must list text/event-stream", data: nil,
                http: RPCError.HTTPForm(status: 406))
        }
        guard let text = call.head.value(of: MCPHeader.lastEvent) else {
            return notifications(of: session, context, after: session.desk.log.head, isNew: true)
        }
        guard let last = SessionEventID(text), last.position <= session.desk.log.head else { throw Self.noEvent }
        guard let channel = last.channel else {
            return notifications(of: session, context, after: last.position, isNew: false)
        }
        return try await rest(of: session, context, channel, after: last.position)
    }

    private static let noEvent = RPCError.invalidRequest("'Last-Event-ID' is none of this session's")

    /// What the service tells unasked: of the log after a position.
    private func notifications(
        of session: OpenSession, _ context: ServiceContext, after position: Position, isNew: Bool
    ) -> HTTPAnswer {
        let isPrimed = isNew && session.isPrimed
        let feed = endpoint.pipeline.sessionFeed(of: context.caller)
        return stream(for: context.caller) { send in
            if isPrimed { _ = send(.start(id: SessionEventID(channel: nil, position: position).description)) }
            await endpoint.turns.run(session.scope) {
                await feed.run(scope: session.scope, after: position) { message, position in
                    _ = send(.message(message, id: SessionEventID(channel: nil, position: position).description))
                }
            }
        }
    }

    /// The messages of a stream that the client has not seen.
    private func rest(
        of session: OpenSession, _ context: ServiceContext, _ channel: Position, after position: Position
    ) async throws -> HTTPAnswer {
        let own = Selection(
            types: [TypePattern(SessionStreamOpened.type.name)], stream: SessionEvents.stream(of: session.id),
            through: channel)
        let opened = try await session.desk.log.readBackwards(own, before: nil, limit: 1).events.first
        guard opened?.position == channel, position >= channel else { throw Self.noEvent }
        let messages = session.stream(channel)
        var end: Position?
        if !endpoint.runs.isRunning(channel) {
            try await messages.end()
            end = session.desk.log.head
        }
        return stream(for: context.caller) { [end] in
            await Self.read(messages, after: position, through: end, untilParted: false, send: $0)
        }
    }

    private func stream(
        for caller: Caller,
        _ produce: @escaping @Sendable (@escaping @Sendable (EventStreamBody.Item) -> Bool) async -> Void
    ) -> HTTPAnswer {
        let body = ResponseBody { writer in
            // A stream that is open would hold up the end of the service for as long as it is patient.
            try await events.write(to: &writer) { send in
                await cancelWhenGracefulShutdown {
                    guard let gate = endpoint.pipeline.gate else { return await produce(send) }
                    await gate.whileWelcome(caller) { await produce(send) }
                }
            }
        }
        return HTTPAnswer(status: .ok, headers: EventStreamAnswer.headers, body: body)
    }

    private struct TooSlow: Error {}

    private static func read(
        _ stream: SessionStream, after position: Position, through end: Position? = nil, untilParted: Bool,
        send: @Sendable (EventStreamBody.Item) -> Bool
    ) async {
        // Who reads too slowly, and a log that cannot be read for now: the client comes back for the rest.
        try? await stream.follow(after: position, through: end, untilParted: untilParted) { id, message in
            guard send(.message(message, id: id.description)) else { throw TooSlow() }
        }
    }

    /// The answer to a request of a session as a stream that can be taken up again; it goes on without its reader.
    ///
    /// Nil where too many are under way.
    func answer(to request: Request, _ session: OpenSession) async throws(AppendError) -> HTTPAnswer? {
        let messages = try await session.open(request)
        var request = request
        request.origin.part = { await messages.part() }
        let (asked, endpoint) = (request, endpoint)
        let isStarted = endpoint.runs.start(messages.channel) {
            await messages.record { notify in
                await endpoint.cancellations.run(asked.id, in: session.scope) {
                    await endpoint.pipeline.response(to: asked, notify: notify).message
                }
            }
        }
        guard isStarted else { return nil }
        let start = SessionEventID(channel: messages.channel, position: messages.channel).description
        return stream(for: asked.origin.caller) { send in
            if session.isPrimed { _ = send(.start(id: start)) }
            await Self.read(messages, after: messages.channel, untilParted: true, send: send)
        }
    }
}
