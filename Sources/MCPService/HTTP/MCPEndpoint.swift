import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /mcp`: Streamable HTTP for every revision, decided request by request.
///
/// The order of the checks is that of the specification's conformance suite: origin, JSON, single object,
/// routing headers, `_meta`, agreement of headers and body, version, then the method.
struct MCPEndpoint: Sendable {
    let pipeline: RequestPipeline
    let tools: ToolRegistry
    let origins: OriginPolicy
    let connections: ConnectionTable
    /// Bytes of a request's body.
    let bodyLimit: Int
    let cancellations = CancellationTable()

    func post(_ call: HTTPCall, _ context: ServiceContext) async -> HTTPAnswer {
        if let refusal = refusal(of: call) { return refusal }
        var call = call
        guard let body = try? await call.collectBody(upTo: bodyLimit) else {
            return Self.error(
                .invalidRequest("the body is larger than \(bodyLimit) bytes"), nil, status: .contentTooLarge)
        }
        var id: RequestID?
        do throws(RPCError) {
            let json = try Self.json(body)
            if case .array(let messages) = json { return try await batch(messages, call, context) }
            id = RequestID(json["id"])
            return try await answer(try Message(json), call, context)
        } catch {
            return Self.error(error, id)
        }
    }

    /// The refusal of a page or host that may not reach us; by the specification without an id.
    private func refusal(of call: HTTPCall) -> HTTPAnswer? {
        if !origins.allows(origin: call.header("origin")) {
            return Self.error(.invalidRequest("this origin is not allowed"), nil, status: .forbidden)
        }
        if !origins.allows(host: call.head.authority) {
            return Self.error(.invalidRequest("this host name is not ours"), nil, status: .misdirectedRequest)
        }
        return nil
    }

    private func answer(_ message: Message, _ call: HTTPCall, _ context: ServiceContext) async throws(RPCError)
        -> HTTPAnswer
    {
        switch message {
        case .response: return .empty(.accepted)
        case .notification(let method, let params):
            cancelIfAsked(method, params, call)
            return .empty(.accepted)
        case .request(let id, let method, let params):
            let headers = try RoutingHeaders(call.headers)
            let revision = try Envelope.revision(
                method: method, params: params, header: headers.version, session: nil)
            if revision.isModern { try headers.check(method: method, params: params) }
            guard Self.accepts("application/json", call) else {
                return Self.error(.invalidRequest("'Accept' must list application/json"), id, status: .notAcceptable)
            }
            let request = Request(
                id: id, method: method, params: params, revision: revision, origin: origin(of: call, context))
            return await respond(to: request, call)
        }
    }

    private func origin(of call: HTTPCall, _ context: ServiceContext) -> RequestOrigin {
        RequestOrigin(
            transport: .http, connection: connections.name(of: context.channel),
            trace: call.header("traceparent").flatMap(TraceContext.init(traceparent:)))
    }

    /// A stream of events where the client asked for progress, one JSON object otherwise.
    private func respond(to request: Request, _ call: HTTPCall) async -> HTTPAnswer {
        let waits =
            request.method == "tools/call"
            && request.params["name"]?.string.flatMap { tools[$0] }?.definition.waitsForTask == true
        if waits, request.meta[MetaKey.progressToken] != nil, Self.accepts("text/event-stream", call) {
            return EventStreamAnswer(pipeline: pipeline, cancellations: cancellations)
                .answer(to: request, call, session: Self.session(of: call))
        }
        let response: (message: JSON, error: RPCError?)?
        if waits, request.revision.isModern {
            response = await whileClientStays(call) { await pipeline.response(to: request) }
        } else if waits, let session = Self.session(of: call) {
            response = await cancellations.run(request.id, in: session) { await pipeline.response(to: request) }
        } else {
            response = await pipeline.response(to: request)
        }
        guard let response else { return .empty(.accepted) }
        var answer = Self.json(response.message, response.error, request)
        // Watching a client leave uses the connection up.
        if waits, request.revision.isModern { answer.headers[.connection] = "close" }
        return answer
    }

    /// In the modern era a client that leaves has cancelled its request.
    private func whileClientStays<T: Sendable>(_ call: HTTPCall, _ body: @escaping @Sendable () async -> T) async -> T?
    {
        try? await call.body.consumeWithCancellationOnInboundClose { _ in await body() }
    }

    private static func json(_ message: JSON, _ error: RPCError?, _ request: Request) -> HTTPAnswer {
        var headers: HTTPFields = [:]
        if request.method == "initialize", error == nil, let name = HTTPField.Name(sessionHeader) {
            headers[name] = newSession()
        }
        guard let error else { return .json(message, headers: headers) }
        if error.isOverload { headers[.retryAfter] = "1" }
        // Legacy clients read the error from the body and treat other statuses as a broken transport.
        let status = request.revision.isModern || error.isOverload ? error.httpStatus : 200
        return .json(message, status: HTTPResponse.Status(code: status), headers: headers)
    }

    // MARK: Legacy revisions

    private static let sessionHeader = "mcp-session-id"

    /// A session is only the scope in which a legacy client may cancel its requests: it holds no state, so
    /// any well-formed one is served, also after a restart and by any process.
    private static func newSession() -> String { "mp-" + TraceID.random().hex }

    private static func session(of call: HTTPCall) -> String? {
        call.header(sessionHeader).flatMap {
            $0.hasPrefix("mp-") && TraceID(hex: String($0.dropFirst(3))) != nil ? $0 : nil
        }
    }

    /// Only a session's owner knows its id; in the modern era a posted cancellation is anonymous and is ignored.
    private func cancelIfAsked(_ method: String, _ params: JSONObject, _ call: HTTPCall) {
        guard method == "notifications/cancelled", let session = Self.session(of: call),
            let id = RequestID(params["requestId"])
        else { return }
        cancellations.cancel(id, in: session)
    }

    /// An array of messages, which only 2025-03-26 has.
    private func batch(
        _ messages: [JSON], _ call: HTTPCall, _ context: ServiceContext
    ) async throws(RPCError) -> HTTPAnswer {
        let revision = call.header("mcp-protocol-version").map { ProtocolRevision(rawValue: $0) } ?? .r2025_03_26
        guard revision == .r2025_03_26, (1...100).contains(messages.count) else {
            throw .invalidRequest("a batch needs revision 2025-03-26 and 1 to 100 messages")
        }
        var answers: [JSON] = []
        for json in messages {
            do throws(RPCError) {
                guard case .request(let id, let method, let params) = try Message(json) else { continue }
                guard method != "initialize" else { throw .invalidRequest("'initialize' cannot be part of a batch") }
                let request = Request(
                    id: id, method: method, params: params, revision: .r2025_03_26, origin: origin(of: call, context))
                answers.append(await pipeline.response(to: request).message)
            } catch {
                answers.append(Answer.error(error, to: RequestID(json["id"])))
            }
        }
        return answers.isEmpty ? .empty(.accepted) : .json(.array(answers))
    }

    // MARK: Bytes

    private static func json(_ body: ByteBuffer) throws(RPCError) -> JSON {
        do throws(JSONSyntaxError) { return try JSON(parsing: Array(body.readableBytesView)) } catch {
            throw .parse(error.description)
        }
    }

    private static func error(_ error: RPCError, _ id: RequestID?, status: HTTPResponse.Status? = nil) -> HTTPAnswer {
        .json(Answer.error(error, to: id), status: status ?? HTTPResponse.Status(code: error.httpStatus))
    }

    /// Whether the `Accept` header allows a type; a missing header allows all.
    private static func accepts(_ type: String, _ call: HTTPCall) -> Bool {
        // What most clients send, letter for letter.
        guard let sent = call.headers[.accept], sent != "application/json, text/event-stream" else { return true }
        let accept = sent.lowercased()
        let family = type.prefix { $0 != "/" } + "/*"
        return accept.contains(type) || accept.contains(family) || accept.contains("*/*")
    }
}
