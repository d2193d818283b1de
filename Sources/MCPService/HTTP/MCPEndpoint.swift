import Access
import EventStore
import HTTPTypes
import NIOCore

/// `POST /mcp`: Streamable HTTP for every revision, decided request by request.
///
/// The order of the checks is that of the specification's conformance suite: origin, credential, JSON, single object,
/// routing headers, `_meta`, agreement of headers and body, version, the headers of arguments, then the method.
/// One object that all connections share: as a value it would be copied into each of them, part by part.
final class MCPEndpoint: Sendable {
    static let path: StaticString = "/mcp"

    let pipeline: RequestPipeline
    let tools: ToolRegistry
    let origins: OriginPolicy
    let connections: ConnectionTable
    /// Bytes of a request's body.
    let bodyLimit: Int
    /// Of the address that clients sign.
    let scheme: String
    /// Whether the service itself ends TLS.
    let isSecure: Bool
    let sessions: SessionDesk
    let cancellations: CancellationTable
    let runs = SessionRuns()
    let turns: SessionTurns

    init(
        pipeline: RequestPipeline, tools: ToolRegistry, origins: OriginPolicy, connections: ConnectionTable,
        bodyLimit: Int, scheme: String = "http", sessions: SessionDesk,
        isSecure: Bool = false
    ) {
        self.pipeline = pipeline
        self.tools = tools
        self.origins = origins
        self.connections = connections
        self.bodyLimit = bodyLimit
        self.scheme = scheme
        self.isSecure = isSecure
        self.sessions = sessions
        cancellations = CancellationTable()
        turns = SessionTurns(cancellations: cancellations)
    }

    /// What a call turned out to be.
    enum Reading: Sendable {
        /// Nothing to be done: this is the answer.
        case answer(MCPAnswer)
        case request(Request)
        case batch([JSON], Caller)
    }

    /// Reads a call whose body is there.
    ///
    /// - Parameters:
    ///   - peer: who sent it.
    ///   - known: who sent the call before it by the same connection, and then who sent this one.
    func read(_ head: some CallHead, _ body: ByteBuffer, from peer: Peer, known: inout KnownCaller?) -> Reading {
        if let refusal = refusal(of: head) { return .answer(refusal) }
        var id: RequestID?
        do throws(RPCError) {
            let caller = try caller(head, body, peer, &known)
            let json = try Self.json(body)
            if case .array(let messages) = json { return .batch(messages, caller) }
            id = RequestID(json["id"])
            return try read(try Message(json), head, origin(of: head, peer, caller))
        } catch {
            return .answer(.error(error, id))
        }
    }

    /// The refusal of a page or host that may not reach us; by the specification without an id.
    func refusal(of head: some CallHead) -> MCPAnswer? {
        if !origins.allows(origin: head.value(of: .origin)) {
            return .error(.invalidRequest("this origin is not allowed"), nil, status: .forbidden)
        }
        if !origins.allows(host: head.authority) {
            return .error(.invalidRequest("this host name is not ours"), nil, status: .misdirectedRequest)
        }
        return nil
    }

    private func caller(
        _ head: some CallHead, _ body: ByteBuffer, _ peer: Peer, _ known: inout KnownCaller?
    ) throws(RPCError) -> Caller {
        guard let gate = pipeline.gate else { return .local }
        if let known, known.shows(head), let caller = gate.enter(again: known.person) { return caller }
        known = nil
        let changes = gate.changes
        let presented = Presented(head, body, scheme: scheme, from: peer.address)
        let caller = try gate.enter(presented, transport: "http").get()
        known = KnownCaller(head, gate.known(caller, by: presented, since: changes))
        return caller
    }

    private func read(_ message: Message, _ head: some CallHead, _ origin: RequestOrigin) throws(RPCError) -> Reading {
        switch message {
        case .response(let answer):
            _ = try session(of: head, origin.caller)
            pipeline.requests.take(answer)
            return .answer(.accepted)
        case .notification(let method, let params):
            if let session = try session(of: head, origin.caller) { cancelIfAsked(method, params, session) }
            return .answer(.accepted)
        case .request(let id, let method, let params):
            let headers = try RoutingHeaders(head)
            let revision = try Envelope.revision(
                method: method, params: params, header: headers.version, session: nil)
            if revision.isModern {
                try headers.check(method: method, params: params)
                try checkParameters(method, params, head)
            }
            guard Self.accepts("application/json", head) else {
                let reason = RPCError.invalidRequest("'Accept' must list application/json")
                return .answer(.error(reason, id, status: .notAcceptable))
            }
            var origin = origin
            if !revision.isModern, method != "initialize" {
                origin.session = try session(of: head, origin.caller)?.scope
            }
            return .request(
                Request(id: id, method: method, params: params, revision: revision, origin: origin))
        }
    }

    /// Checks the headers that repeat a tool's arguments.
    private func checkParameters(_ method: String, _ params: JSONObject, _ head: some CallHead) throws(RPCError) {
        guard method == "tools/call", let name = params["name"]?.string else { return }
        for parameter in tools.headers(of: name) { try parameter.check(head, params["arguments"]?.object ?? [:]) }
    }

    private func origin(of head: some CallHead, _ peer: Peer, _ caller: Caller) -> RequestOrigin {
        RequestOrigin(
            transport: .http, connection: peer.connection,
            trace: head.value(of: MCPHeader.trace).flatMap(TraceContext.init(traceparent:)), caller: caller)
    }

    /// Whether the answer may take long, because a worker does the work.
    func waits(_ request: Request) -> Bool {
        if request.method == "subscriptions/listen" { return true }
        return request.method == "tools/call"
            && request.params["name"]?.string.flatMap { tools[$0] }?.definition.waitsForTask == true
    }

    /// Whether the answer comes as a stream although the client asked for no notifications: it is asked meanwhile.
    func asks(_ request: Request) -> Bool {
        guard request.method == "tools/call", let name = request.params["name"]?.string else { return false }
        return (tools[name] as? any AnsweringTool)?.asksClient == true
    }

    /// The answer to one request.
    func respond(to request: Request) async -> MCPAnswer {
        let response = await pipeline.answer(to: request)
        var answer = whole(response, to: request)
        guard response.error == nil, !request.revision.isModern else { return answer }
        if request.method == "initialize", let name = MCPHeader.session {
            guard let session = try? await openSession(request, response.message) else {
                return .error(.unavailable, request.id)
            }
            answer.headers.append(HTTPField(name: name, value: session))
        } else if let scope = request.origin.session {
            await savePreferences(of: scope, after: request)
        }
        return answer
    }

    /// A response as one JSON object, with the status and the headers that belong to it.
    func whole(
        _ response: (message: JSON, error: RPCError?, standing: LimitStanding?), to request: Request
    ) -> MCPAnswer {
        let standing = response.standing?.fields ?? []
        guard let error = response.error else { return .json(response.message, headers: standing) }
        let headers = error.httpFields + standing
        // Legacy clients read the error from the body and treat other statuses as a broken transport.
        let isOfHTTP = request.revision.isModern || error.retryAfterSeconds != nil || error.http != nil
        let status = isOfHTTP ? error.httpStatus : 200
        return .json(response.message, status: HTTPResponse.Status(code: status), headers: headers)
    }

    // MARK: Legacy revisions

    private func openSession(_ request: Request, _ response: JSON) async throws -> String {
        try await sessions.open(
            revision: response["result"]?["protocolVersion"]?.string ?? request.revision.rawValue,
            client: request.params["clientInfo"]?["name"]?.string, for: request.origin.caller)
    }

    /// The session that a call says it belongs to; nil where it names none.
    ///
    /// - Throws: 404 where there is no such session of the caller's: the client initializes again.
    func session(of head: some CallHead, _ caller: Caller) throws(RPCError) -> OpenSession? {
        guard let scope = head.value(of: MCPHeader.session) else { return nil }
        let (id, value) = try sessions.find(scope, for: caller)
        pipeline.resume(scope, value)
        return OpenSession(desk: sessions, id: id, scope: scope, caller: caller, value: value)
    }

    private func savePreferences(of scope: String, after request: Request) async {
        let changes = ["resources/subscribe", "resources/unsubscribe", "logging/setLevel"]
        guard changes.contains(request.method) || request.method.hasSuffix("/list") else { return }
        await sessions.save(pipeline.preferences(of: scope), of: scope, by: request.origin.caller)
    }

    /// Only a session's owner knows its id; in the modern era a posted cancellation is anonymous and is ignored.
    private func cancelIfAsked(_ method: String, _ params: JSONObject, _ session: OpenSession) {
        guard method == "notifications/cancelled", let id = RequestID(params["requestId"]) else { return }
        cancellations.cancel(id, in: session.scope)
    }

    /// An array of messages, which only 2025-03-26 has.
    func respond(to messages: [JSON], _ head: some CallHead, from peer: Peer, _ caller: Caller) async -> MCPAnswer {
        let named = head.value(of: MCPHeader.version)
        let revision = named.map { ProtocolRevision(rawValue: $0) } ?? .r2025_03_26
        guard revision == .r2025_03_26, (1...100).contains(messages.count) else {
            return .error(.invalidRequest("a batch needs revision 2025-03-26 and 1 to 100 messages"), nil)
        }
        var answers: [JSON] = []
        for json in messages {
            do throws(RPCError) {
                guard case .request(let id, let method, let params) = try Message(json) else { continue }
                guard method != "initialize" else { throw .invalidRequest("'initialize' cannot be part of a batch") }
                var origin = origin(of: head, peer, caller)
                origin.session = try session(of: head, caller)?.scope
                let request = Request(
                    id: id, method: method, params: params, revision: .r2025_03_26, origin: origin)
                answers.append(await pipeline.response(to: request).message)
            } catch {
                answers.append(Answer.error(error, to: RequestID(json["id"])))
            }
        }
        return answers.isEmpty ? .accepted : .json(.array(answers))
    }

    // MARK: Bytes

    private static func json(_ body: ByteBuffer) throws(RPCError) -> JSON {
        let result = body.withUnsafeReadableBytes { bytes in
            Result { () throws(JSONSyntaxError) in try JSON(parsing: bytes) }
        }
        return try result.mapError { RPCError.parse($0.description) }.get()
    }

    /// Whether the `Accept` header allows a type; a missing header allows all.
    static func accepts(_ type: String, _ head: some CallHead) -> Bool {
        // What most clients send, letter for letter.
        guard let sent = head.value(of: .accept), sent != "application/json, text/event-stream" else { return true }
        let accept = sent.lowercased()
        let family = type.prefix { $0 != "/" } + "/*"
        return accept.contains(type) || accept.contains(family) || accept.contains("*/*")
    }
}
