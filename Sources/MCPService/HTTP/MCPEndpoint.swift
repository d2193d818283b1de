import Access
import EventStore
import HTTPTypes
import NIOCore

/// `POST /mcp`: Streamable HTTP for every revision, decided request by request.
///
/// The order of the checks is that of the specification's conformance suite: origin, credential, JSON, single object,
/// routing headers, `_meta`, agreement of headers and body, version, then the method.
struct MCPEndpoint: Sendable {
    static let path: StaticString = "/mcp"

    let pipeline: RequestPipeline
    let tools: ToolRegistry
    let origins: OriginPolicy
    let connections: ConnectionTable
    /// Bytes of a request's body.
    let bodyLimit: Int
    /// Of the address that clients sign.
    var scheme = "http"
    let cancellations = CancellationTable()

    /// What a call turned out to be.
    enum Reading: Sendable {
        /// Nothing to be done: this is the answer.
        case answer(MCPAnswer)
        case request(Request)
        case batch([JSON], Caller)
    }

    /// Reads a call whose body is there.
    ///
    /// - Parameter peer: who sent it.
    func read(_ head: some CallHead, _ body: ByteBuffer, from peer: Peer) -> Reading {
        if let refusal = refusal(of: head) { return .answer(refusal) }
        var id: RequestID?
        do throws(RPCError) {
            let caller = try caller(head, body, peer)
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

    private func caller(_ head: some CallHead, _ body: ByteBuffer, _ peer: Peer) throws(RPCError) -> Caller {
        guard let gate = pipeline.gate else { return .local }
        return try gate.enter(Presented(head, body, scheme: scheme, from: peer.address), transport: "http").get()
    }

    private func read(_ message: Message, _ head: some CallHead, _ origin: RequestOrigin) throws(RPCError) -> Reading {
        switch message {
        case .response(let answer):
            pipeline.requests.take(answer)
            return .answer(.accepted)
        case .notification(let method, let params):
            cancelIfAsked(method, params, head)
            return .answer(.accepted)
        case .request(let id, let method, let params):
            let headers = try RoutingHeaders(head)
            let revision = try Envelope.revision(
                method: method, params: params, header: headers.version, session: nil)
            if revision.isModern { try headers.check(method: method, params: params) }
            guard Self.accepts("application/json", head) else {
                let reason = RPCError.invalidRequest("'Accept' must list application/json")
                return .answer(.error(reason, id, status: .notAcceptable))
            }
            return .request(
                Request(id: id, method: method, params: params, revision: revision, origin: origin))
        }
    }

    private func origin(of head: some CallHead, _ peer: Peer, _ caller: Caller) -> RequestOrigin {
        RequestOrigin(
            transport: .http, connection: peer.connection,
            trace: head.value(of: MCPHeader.trace).flatMap(TraceContext.init(traceparent:)), caller: caller,
            session: session(of: head))
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
        let response = await pipeline.response(to: request)
        return answer(response.message, response.error, to: request)
    }

    func answer(_ message: JSON, _ error: RPCError?, to request: Request) -> MCPAnswer {
        var headers: [HTTPField] = []
        if request.method == "initialize", error == nil, let name = MCPHeader.session {
            headers.append(HTTPField(name: name, value: newSession()))
        }
        guard let error else { return .json(message, headers: headers) }
        headers += error.httpFields
        // Legacy clients read the error from the body and treat other statuses as a broken transport.
        let isOfHTTP = request.revision.isModern || error.retryAfterSeconds != nil || error.http != nil
        let status = isOfHTTP ? error.httpStatus : 200
        return .json(message, status: HTTPResponse.Status(code: status), headers: headers)
    }

    // MARK: Legacy revisions

    /// A session is only the scope in which a legacy client may cancel its requests: it holds no state, so
    /// any well-formed one is served, also after a restart and by any process.
    private func newSession() -> String { "mp-" + TraceID.random().hex }

    func session(of head: some CallHead) -> String? {
        head.value(of: MCPHeader.session).flatMap {
            $0.hasPrefix("mp-") && TraceID(hex: String($0.dropFirst(3))) != nil ? $0 : nil
        }
    }

    /// Only a session's owner knows its id; in the modern era a posted cancellation is anonymous and is ignored.
    private func cancelIfAsked(_ method: String, _ params: JSONObject, _ head: some CallHead) {
        guard method == "notifications/cancelled", let session = session(of: head),
            let id = RequestID(params["requestId"])
        else { return }
        cancellations.cancel(id, in: session)
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
                let request = Request(
                    id: id, method: method, params: params, revision: .r2025_03_26,
                    origin: origin(of: head, peer, caller))
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
