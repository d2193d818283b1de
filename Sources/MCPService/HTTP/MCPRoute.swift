import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /mcp` as Hummingbird serves it: the calls that wait for a worker, and all that ``DirectCalls`` leaves.
struct MCPRoute: Sendable {
    let endpoint: MCPEndpoint
    let sessions: SessionRoutes

    func post(_ call: HTTPCall, _ context: ServiceContext) async -> HTTPAnswer {
        if let refusal = endpoint.refusal(of: call.head) { return refusal.http }
        var call = call
        guard let body = try? await call.collectBody(upTo: endpoint.bodyLimit) else {
            let reason = RPCError.invalidRequest("the body is larger than \(endpoint.bodyLimit) bytes")
            return MCPAnswer.error(reason, nil, status: .contentTooLarge).http
        }
        let peer = endpoint.connections.peer(of: context.channel)
        var known: KnownCaller?
        switch endpoint.read(call.head, body, from: peer, known: &known) {
        case .answer(let answer): return answer.http
        case .batch(let messages, let caller):
            return await endpoint.respond(to: messages, call.head, from: peer, caller).http
        case .request(let request) where endpoint.waits(request): return await wait(for: request, call)
        case .request(let request): return await endpoint.respond(to: request).http
        }
    }

    /// A stream of events where the client asked for progress, one JSON object otherwise.
    private func wait(for request: Request, _ call: HTTPCall) async -> HTTPAnswer {
        if request.wantsStream || endpoint.asks(request), MCPEndpoint.accepts("text/event-stream", call.head) {
            return await stream(request, call)
        }
        let answer: MCPAnswer?
        if request.revision.isModern {
            answer = await whileClientStays(call) { await endpoint.respond(to: request) }
        } else if let scope = request.origin.session {
            answer = await endpoint.cancellations.run(request.id, in: scope) { await endpoint.respond(to: request) }
        } else {
            answer = await endpoint.respond(to: request)
        }
        guard var answer else { return MCPAnswer.accepted.http }
        // Watching a client leave uses the connection up.
        if request.revision.isModern { answer.headers.append(HTTPField(name: .connection, value: "close")) }
        return answer.http
    }

    private func stream(_ request: Request, _ call: HTTPCall) async -> HTTPAnswer {
        guard request.origin.session != nil,
            let session = try? endpoint.session(of: call.head, request.origin.caller)
        else { return await EventStreamAnswer(endpoint: endpoint).answer(to: request, call) }
        do {
            if let answer = try await sessions.answer(to: request, session) { return answer }
            return MCPAnswer.error(.overloaded, request.id).http
        } catch {
            return MCPAnswer.error(.unavailable, request.id).http
        }
    }

    /// In the modern era a client that leaves has cancelled its request.
    private func whileClientStays<T: Sendable>(_ call: HTTPCall, _ body: @escaping @Sendable () async -> T) async -> T?
    {
        try? await call.body.consumeWithCancellationOnInboundClose { _ in await body() }
    }
}
