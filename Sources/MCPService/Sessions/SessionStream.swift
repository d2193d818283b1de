import EventStore

/// The stream of messages that answers one request of a session: written to the log, and read from there.
struct SessionStream: Sendable {
    let desk: SessionDesk
    let session: String
    let caller: Caller
    /// The position at which it began.
    let channel: Position

    /// Begins a stream.
    static func open(
        _ desk: SessionDesk, session: String, caller: Caller, request: Request
    ) async throws(AppendError) -> SessionStream {
        let opened = try await desk.append(
            SessionStreamOpened(method: request.method, request: request.id.json), to: session, by: caller)
        return SessionStream(desk: desk, session: session, caller: caller, channel: opened.last)
    }

    /// Runs a request and appends what it sends, each message before the next; ends the stream whatever happens.
    ///
    /// - Parameter body: gives the response; nil where the client has cancelled and is owed none.
    func record(_ body: @escaping @Sendable (@escaping @Sendable (JSON) -> Void) async -> JSON?) async {
        let (messages, channel) = AsyncStream<JSON>.makeStream(bufferingPolicy: .bufferingNewest(1024))
        async let last = {
            defer { channel.finish() }
            return await body { channel.yield($0) }
        }()
        for await message in messages { await append(message, isLast: false) }
        let response = await last
        // The service ends: whoever comes back after its restart is told so.
        guard response != nil || !Task.isCancelled else { return }
        await append(response, isLast: true)
    }

    /// Ends the connection that is being read; what follows is given to a client that comes back.
    func part() async {
        _ = try? await desk.append(SessionStreamParted(channel: channel), to: session, by: caller)
    }

    /// Ends a stream that nobody writes any more, where its request was under way when the process died.
    func end() async throws {
        let events = try await desk.log.readAll(
            Selection(types: [TypePattern("session.*")], stream: SessionEvents.stream(of: session)),
            after: Position(channel.value - 1))
        let isOver = events.contains {
            $0.body(as: SessionMessageSent.self).map { $0.channel == channel && $0.isLast } ?? false
        }
        guard !isOver, let opened = events.first?.body(as: SessionStreamOpened.self) else { return }
        let reason = RPCError.internal("the service was restarted before it had the answer")
        await append(Answer.error(reason, to: RequestID(opened.request)), isLast: true)
    }

    private func append(_ message: JSON?, isLast: Bool) async {
        let event = SessionMessageSent(channel: channel, message: message ?? .null, isLast: isLast)
        _ = try? await desk.append(event, to: session, by: caller)
    }

    /// A message as it was sent; nil where there is none any more.
    private func message(of fact: SessionMessageSent) -> JSON? {
        guard let withheld = fact.withheld else { return fact.message.isNull ? JSON?.none : fact.message }
        return desk.log.opened(withheld, ofSession: session)
    }

    /// Reads the messages after a position until the last, or until the calling task is cancelled.
    ///
    /// - Parameters:
    ///   - end: where nothing more will come after it; nil while the request is under way.
    ///   - untilParted: for the connection that the request came by.
    func follow(
        after position: Position, through end: Position? = nil, untilParted: Bool,
        _ write: (SessionEventID, JSON) async throws -> Void
    ) async throws {
        if let end, position >= end { return }
        let selection = Selection(types: [TypePattern("session.*")], stream: SessionEvents.stream(of: session))
        for try await page in desk.log.subscribe(to: selection, after: position) {
            for event in page.events {
                switch event.body {
                case let fact as SessionMessageSent where fact.channel == channel:
                    if let message = message(of: fact) {
                        try await write(SessionEventID(channel: channel, position: event.position), message)
                    }
                    if fact.isLast { return }
                case let fact as SessionStreamParted where fact.channel == channel && untilParted: return
                case is SessionClosed: return
                default: break
                }
            }
            if let end, page.through >= end { return }
        }
    }
}
