import EventStore
import NIOCore

/// What the messages of one WebSocket mean: MCP of any revision, or the dialect of the reference API.
///
/// A plain value: bytes in, a step out. The era is decided message by message (docs/decisions/0006); the dialect by what
/// only one of them has, else by the messages before.
struct SocketDialogue: Sendable {
    enum Step: Sendable {
        /// Nothing is asked.
        case nothing
        case reply(JSON)
        case run(Request)
        /// Several messages at once, which only 2025-03-26 has.
        case batch([JSON])
        case legacy(LegacyCall)
        case cancel(RequestID)
        /// The client's answer to a question of ours.
        case answer(JSONObject)
    }

    private enum Dialect { case undecided, mcp, legacy }

    /// The client offered the subprotocol of MCP, so there is nothing to guess.
    private let isMCP: Bool
    private let connection: String
    private let trace: TraceContext?
    /// Who asks; the dialect of the reference API says so with a message.
    private(set) var caller: Caller
    private var dialect: Dialect
    /// The revision agreed by the last `initialize`.
    private var session: ProtocolRevision?
    private var client: String?
    private var wasWelcomed = false

    init(subprotocol: String?, connection: String, trace: TraceContext? = nil, caller: Caller = .local) {
        isMCP = subprotocol != nil
        dialect = isMCP ? .mcp : .undecided
        self.connection = connection
        self.trace = trace
        self.caller = caller
    }

    /// The client has proved who it is.
    mutating func enter(_ caller: Caller) { self.caller = caller }

    private mutating func origin() -> RequestOrigin {
        // What a signature used up is written with the first request.
        defer { caller = caller.later }
        return RequestOrigin(
            transport: .websocket, connection: connection, trace: trace, client: client, caller: caller)
    }

    /// Whether a client that says nothing may be waiting for the welcome of the reference API.
    var mayAwaitWelcome: Bool { dialect == .undecided && !wasWelcomed }

    /// Whether the next message of the service must be the welcome.
    mutating func takesWelcome() -> Bool {
        guard !wasWelcomed, !isMCP else { return false }
        wasWelcomed = true
        return true
    }

    var speaksLegacyDialect: Bool { dialect == .legacy }

    /// Whether the client speaks the dialect of the reference API, and has not been welcomed.
    var needsWelcome: Bool { dialect == .legacy && !wasWelcomed }

    /// Takes the next message.
    mutating func read(_ message: ByteBuffer) -> Step {
        var id: RequestID?
        do throws(RPCError) {
            let json = try Self.json(message)
            id = RequestID(json["id"])
            decide(json)
            if dialect == .legacy { return .legacy(try LegacyCall(json)) }
            if case .array(let messages) = json { return try batch(messages) }
            return try step(Message(json))
        } catch {
            return .reply(dialect == .legacy ? LegacyCall.error(error, to: id) : Answer.error(error, to: id))
        }
    }

    private mutating func step(_ message: Message) throws(RPCError) -> Step {
        switch message {
        case .response(let answer): return .answer(answer)
        case .notification("notifications/cancelled", let params):
            return RequestID(params["requestId"]).map(Step.cancel) ?? .nothing
        case .notification: return .nothing
        case .request(let id, let method, let params):
            if method == "initialize" {
                session = params["protocolVersion"]?.string.map(Initialize.agreed)
                client = params["clientInfo"]?["name"]?.string
            }
            let revision = try Envelope.revision(method: method, params: params, header: nil, session: session)
            return .run(Request(id: id, method: method, params: params, revision: revision, origin: origin()))
        }
    }

    private func batch(_ messages: [JSON]) throws(RPCError) -> Step {
        guard session == .r2025_03_26, (1...100).contains(messages.count) else {
            throw .invalidRequest("a batch needs revision 2025-03-26 and 1 to 100 messages")
        }
        return .batch(messages)
    }

    /// Which request a message of a batch is; nil where it asks nothing.
    mutating func request(inBatch json: JSON) throws(RPCError) -> Request? {
        guard case .request(let id, let method, let params) = try Message(json) else { return nil }
        guard method != "initialize" else { throw .invalidRequest("'initialize' cannot be part of a batch") }
        return Request(id: id, method: method, params: params, revision: .r2025_03_26, origin: origin())
    }

    /// The origin of what the connection asks in the dialect of the reference API.
    mutating func legacyOrigin() -> RequestOrigin { origin() }

    private mutating func decide(_ json: JSON) {
        guard !isMCP else { return }
        let method = json["method"]?.string
        if method == "initialize" || json["params"]?["_meta"]?[MetaKey.protocolVersion] != nil {
            dialect = .mcp
        } else if let method, LegacyCall.isOwn(method) {
            dialect = .legacy
        } else if dialect == .undecided {
            // The reference API's clients write the time into each message.
            dialect = json["timestamp"]?.string == nil ? .mcp : .legacy
        }
    }

    private static func json(_ message: ByteBuffer) throws(RPCError) -> JSON {
        let result = message.withUnsafeReadableBytes { bytes in
            Result { () throws(JSONSyntaxError) in try JSON(parsing: bytes) }
        }
        return try result.mapError { RPCError.parse($0.description) }.get()
    }
}
